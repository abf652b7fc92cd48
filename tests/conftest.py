from hypothesis import settings

# The machines that run this are shared: how long one example takes says nothing about it.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
