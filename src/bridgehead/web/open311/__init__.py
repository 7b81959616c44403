"""Open311 GeoReport v2: the registers that are public, as programs know them that are made for any city.

Source: the GeoReport v2 specification and its Service Discovery. What we do where it leaves a choice stands in
docs/reference/open311.md.
"""
