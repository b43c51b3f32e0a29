"""What `icalendar` understands of the calendar on stdin: a line of JSON for each event."""

import json
import sys

from icalendar import Calendar

calendar = Calendar.from_ical(sys.stdin.buffer.read())
missing = [str(name) for name in calendar.get_missing_tzids()]
for event in calendar.events:
    start, end = event.start, event.end
    print(json.dumps({
        "uid": str(event["UID"]),
        "summary": str(event["SUMMARY"]),
        "location": str(event["LOCATION"]),
        "description": str(event["DESCRIPTION"]),
        "url": str(event["URL"]),
        "start": start.isoformat(),
        "end": end.isoformat(),
        "zone": event["DTSTART"].params.get("TZID"),
        "errors": [str(error) for error in event.errors + calendar.errors] + missing,
    }))

# The same times by what the calendar itself says of its zones, as programs read it that know none.
for zone in calendar.timezones:
    own = zone.to_tz(lookup_tzid=False)
    for event in calendar.events:
        if event["DTSTART"].params.get("TZID") == zone["TZID"]:
            naive = event.start.replace(tzinfo=None)
            offset = own.localize(naive).utcoffset() if hasattr(own, "localize") else naive.replace(tzinfo=own).utcoffset()
            assert offset == event.start.utcoffset(), (zone["TZID"], naive, offset, event.start)
