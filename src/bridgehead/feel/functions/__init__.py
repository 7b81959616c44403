"""The built-in functions of FEEL by theme; each module has a `TABLE` of signatures as the standard prints them.

Arguments come converted to the types of the signature, an optional one left out as None; a function returns None
where FEEL has null.
"""
