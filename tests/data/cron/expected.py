#!/usr/bin/env python3
"""Works out the last column of good.txt, minute by minute, the way Debian's cron goes through time.

It shares nothing with src/schedule: the zones are Python's, and instead of calculating it watches a wall clock.
usage: expected.py < cases (EXPRESSION | ZONE | AFTER) > good.txt
"""

import sys
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

WORDS = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
         "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *"}
MONTHS = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13)))
DAYS = dict(zip("sun mon tue wed thu fri sat".split(), range(7)))
MINUTE = timedelta(minutes=1)
CORRECTION = timedelta(hours=3)


def field(text, least, most, names):
    def number(word):
        return names[word.lower()] if word.lower() in names else int(word)

    values = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        if span == "*":
            first, last = least, most
        else:
            begin, dash, end = span.partition("-")
            first = number(begin)
            last = number(end) if dash else first
            if names is DAYS and dash and end.lower() == "sun" and first > 0:
                last = 7
        values.update(range(first, last + 1, int(step or 1)))
    return values


class Job:
    def __init__(self, expression):
        texts = WORDS.get(expression.lower(), expression).split()
        self.minutes = field(texts[0], 0, 59, {})
        self.hours = field(texts[1], 0, 23, {})
        self.days = field(texts[2], 1, 31, {})
        self.months = field(texts[3], 1, 12, MONTHS)
        self.weekdays = {day % 7 for day in field(texts[4], 0, 7, DAYS)}
        self.needs_both = texts[2].startswith("*") or texts[4].startswith("*")
        self.is_wild = texts[0].startswith("*") or texts[1].startswith("*")

    def matches(self, wall):
        if wall.minute not in self.minutes or wall.hour not in self.hours or wall.month not in self.months:
            return False
        by_day, by_weekday = wall.day in self.days, wall.isoweekday() % 7 in self.weekdays
        return (by_day and by_weekday) if self.needs_both else (by_day or by_weekday)


def next_after(job, zone, after):
    moment = after.replace(second=0, microsecond=0) - timedelta(days=2)
    done = moment.astimezone(zone).replace(tzinfo=None)  # up to here, on the wall
    before = done
    while True:
        moment += MINUTE
        wall = moment.astimezone(zone).replace(tzinfo=None)
        jump = wall - before - MINUTE
        if abs(jump) > CORRECTION:
            done = wall - MINUTE
        before = wall
        skipped = []
        while done < wall:
            done += MINUTE
            skipped.append(done)
        fires = job.matches(wall) if job.is_wild else any(job.matches(minute) for minute in skipped)
        if fires and moment > after:
            return moment


def main():
    for line in sys.stdin:
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            print(line)
            continue
        expression, zone, after = (part.strip() for part in line.split("|")[:3])
        start = datetime.fromisoformat(after.replace("Z", "+00:00")).astimezone(timezone.utc)
        comes = next_after(Job(expression), ZoneInfo(zone), start)
        print(f"{expression} | {zone} | {after} | {comes.strftime('%Y-%m-%dT%H:%M:%SZ')}")


main()
