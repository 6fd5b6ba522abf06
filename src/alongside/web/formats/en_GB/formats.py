"""British English writes times as 14:00."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
