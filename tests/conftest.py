from hypothesis import settings

# The machines that run this are shared: how long one example takes says nothing about it.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
# benchmarks/mutation.py runs the tests thousands of times, and its scores are to be the same each time.
settings.register_profile("faults", deadline=None, max_examples=10, derandomize=True)
