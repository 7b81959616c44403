"""Why a claim is decided as it is: conditions, values seen and needed, worded in Chinese and English."""
