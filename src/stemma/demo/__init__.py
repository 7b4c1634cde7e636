"""The built-in story: seven pages about an invented event, the wire report they hide, and the true tree.

Everything in it is made up by the authors of stemma: places, people, agencies and outlets.
"""
