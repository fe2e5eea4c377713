"""Random requests to the feeds' API, as events: valid ones, mutations of valid ones, and noise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.proof.poll_parts import (
    CODINGS,
    DAYS,
    FILE_NAMES,
    LONGEST,
    METHODS,
    MONTHS,
    NOISE,
    NUMBERS,
    OTHERS,
    PATHS,
    PIECES,
    READ,
    ZONES,
)


@dataclass(frozen=True)
class Validators:
    """What responses have sent, for requests to send back."""

    etags: Sequence[str]
    dates: Sequence[str]


class Polls:
    """The random requests of `seed`. The request with a given number is always the same."""

    def __init__(self, seed: str, validators: Validators) -> None:
        self._seed = seed
        self._validators = validators
        self._values: dict[str, Callable[[], str]] = {
            "if-none-match": self._etags,
            "if-modified-since": self._date,
            "accept-encoding": self._codings,
        }

    def event(self, number: int) -> dict[str, Any]:
        """The event with this number, in the form of an HTTP API (payload 2.0), which omits what a request does not have."""
        self._random = Random(f"{self._seed}/{number}")
        path, query, headers = self._path(), self._query(), self._headers()
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": "ANY /{proxy+}",
            "rawPath": path,
            "rawQueryString": query,
            "headers": headers,
            "requestContext": self._context(path, headers),
            "isBase64Encoded": self._happens(0.1),
        }
        optional = {
            "queryStringParameters": dict(part.partition("=")[::2] for part in query.split("&")),
            "cookies": [self._noise()],
            "pathParameters": {"slug": path.split("/")[-2:][0]},
            "stageVariables": {"a": self._noise()},
            "body": self._noise(),
        }
        return event | {name: value for name, value in optional.items() if self._happens(0.15)}

    def _context(self, path: str, headers: dict[str, str]) -> dict[str, Any]:
        method = self._noise() if self._happens(0.01) else self._one(METHODS)
        http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.7"}
        http["userAgent"] = headers.get("user-agent", "")
        return {"accountId": "123456789012", "apiId": "a", "http": http, "requestId": "r", "stage": "$default", "timeEpoch": 0}

    def _path(self) -> str:
        kind = self._random.random()
        if kind < 0.5:
            return self._one(PATHS)
        if kind < 0.8:
            return self._mutated(self._one(PATHS))
        if kind < 0.95:
            return f"/{self._one(('sections', 'authors', 'tags'))}/{self._noise()}/{self._one(FILE_NAMES)}"
        return self._noise()

    def _query(self) -> str:
        return self._noise() if self._happens(0.1) else ""

    def _headers(self) -> dict[str, str]:
        names = [name for name in READ if self._happens(0.5)]
        names += [self._one(OTHERS) for _ in range(self._random.randrange(4))]
        names += [self._noise()] if self._happens(0.05) else []
        return {self._written(name): self._value(name) for name in names}

    def _written(self, name: str) -> str:
        """The name, seldom in an odd case, though API Gateway writes names in lower case."""
        return self._one((name.title(), name.upper(), name.swapcase())) if self._happens(0.05) else name

    def _value(self, name: str) -> str:
        valid = self._values.get(name) or self._values[self._one(READ)]
        kind = self._random.random()
        if kind < 0.4:
            return valid()
        if kind < 0.7:
            return self._mutated(valid())
        if kind < 0.8:
            return self._one((",", ", ", ";", " ")).join(self._mutated(valid()) for _ in range(self._random.randrange(5)))
        return self._noise()

    def _etags(self) -> str:
        known = self._one(self._validators.etags)
        tags = (known, known.removeprefix("W/"), known[:-1] + '-gzip"', "*", 'W/"a"', '""', f'"a", {known}', f"{known},{known}")
        return self._one(tags)

    def _date(self) -> str:
        if self._happens(0.3):
            return self._one(self._validators.dates)
        day, month, zone = self._one(DAYS), self._one(MONTHS), self._one(ZONES)
        date, year, hour, minute, second = (self._one(NUMBERS) for _ in range(5))
        time = f"{hour}:{minute}:{second}"
        forms = (
            f"{day}, {date} {month} {year} {time} {zone}",
            f"{day}, {date}-{month}-{year} {time} {zone}",
            f"{day} {month} {date} {time} {year}",
            f"{date} {month} {year} {hour}:{minute} {zone}",
            f"{year}-{date}-{minute}T{time}{zone}",
        )
        return self._one(forms)

    def _codings(self) -> str:
        weights = ("", "", ";q=0", ";q=1", "; q=0.5", ";q=0.000", ";q=1.001", ";Q=.5", ";q=" + self._one(NUMBERS))
        return ", ".join(self._one(CODINGS) + self._one(weights) for _ in range(1 + self._random.randrange(4)))

    def _mutated(self, text: str) -> str:
        """`text` with one to three changes, each at random."""
        for _ in range(1 + self._random.randrange(3)):
            at = self._random.randrange(len(text) + 1)
            end = at + self._random.randrange(4)
            changes = (
                text[:at] + self._one(self._one(NOISE)) + text[at:],
                text[:at] + self._one(PIECES) + text[at:],
                text[:at] + text[end:],
                text[:at] + text[at:end] * (LONGEST // 4 if self._happens(0.02) else 3) + text[end:],
                text[:at] + self._one(" \t,;=") * (LONGEST if self._happens(0.02) else 2) + text[at:],
                text[:at] + text[at:].swapcase(),
                text[at:] + text[:at],
            )
            text = self._one(changes)
        return text

    def _noise(self) -> str:
        """Noise of any length: often short, seldom huge."""
        longest = LONGEST if self._happens(0.01) else self._random.choice((0, 1, 3, 12, 12, 40, 101))
        alphabet = "".join(NOISE) if self._happens(0.3) else self._one(NOISE)
        part = "".join(self._random.choices(alphabet, k=min(longest, 101)))
        return part * (longest // 101) if longest > 101 else part

    def _one(self, choices: Sequence[str]) -> str:
        return choices[int(self._random.random() * len(choices))]

    def _happens(self, probability: float) -> bool:
        return self._random.random() < probability
