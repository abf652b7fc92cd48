from hypothesis import HealthCheck, settings

# The machines that run this are shared: how long examples take says nothing about the code.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# The same tree gives the same result each time: a change is refused for what it does, not for what chance has drawn.
settings.register_profile("house", PATIENT, derandomize=True)
# Chance is for whoever looks for what nobody thought of: twenty times as many examples, other ones each time.
# Said in so many words: where CI is set, hypothesis itself draws the same ones unless told.
settings.register_profile(
    "explore", PATIENT, max_examples=20 * PATIENT.max_examples, derandomize=False, print_blob=True
)
# benchmarks/mutation.py runs the tests thousands of times.
settings.register_profile("faults", PATIENT, max_examples=10, derandomize=True)
settings.load_profile("house")
