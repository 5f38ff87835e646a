"""Random documents in the words of JSON Resume: any that its schema allows, and any at all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

#: Words that no markup, no date and no address can be read into.
CALM = (
    st.text("abcxyzÄé漢🎉 .,;:!?'()–/%+", min_size=1, max_size=24)
    .map(str.strip)
    .filter(lambda text: text and " ".join(text.split()) == text and text[0] not in "–+")
)
#: What other tools write into texts, and what nobody should.
_ODD = [
    "<b>bold</b> and <i>soft</i>",
    "<p>One.</p><ul><li>a</li><li>b</li></ul>",
    "- a\n- b",
    "**x** [y](https://z.org)",
    "&amp; &#0; &nbsp;",
    "<![x",
    "\ud800",
    "\x00\x07",
    "  ",
    "• first\n• second",
    "a < b > c",
    "`",
    "*",
    "_a_b_",
    "Website",
]
#: Words with everything that may stand in them.
WILD = st.one_of(CALM, st.text(max_size=24), st.sampled_from(_ODD))
DAY = st.builds(
    lambda year, month, day, parts: "-".join([f"{year}", f"{month:02}", f"{day:02}"][:parts]),
    st.integers(1900, 2100),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(1, 3),
)
ADDRESS = st.sampled_from(
    ["https://example.org", "http://example.org/a?b=c#d", "https://example.org/ü", "mailto:a@b.cd"]
)
BAD_DATE = st.sampled_from(["Fall 2023", "2021-13", "1000", "03/2021", "March 2021", "Present", "2021-02-30", "9999"])
BAD_ADDRESS = st.sampled_from(["example.org", "ftp://x", "no address", "HTTPS://EXAMPLE.ORG/A"])


def _record(**fields: Any) -> Any:
    return st.fixed_dictionaries({}, optional=fields)


def _many(**fields: Any) -> Any:
    return st.lists(_record(**fields), max_size=3)


def documents(words: Any, days: Any, addresses: Any) -> Any:
    """Documents that the schema allows, made of these words, days and addresses."""
    some = st.lists(words, max_size=3)
    span = {"startDate": days, "endDate": days}
    told = {"url": addresses, **span, "summary": words, "highlights": some}
    location = _record(address=words, postalCode=words, city=words, countryCode=words, region=words)
    profiles = _many(network=words, username=words, url=addresses)
    basics = dict.fromkeys(("label", "image", "email", "phone", "summary"), words)
    basics |= {"url": addresses, "location": location, "profiles": profiles}
    kinds = st.one_of(words, st.sampled_from(["project", "talk", "case study"]))
    loose = st.recursive(
        words,
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
        max_leaves=4,
    )
    return st.fixed_dictionaries(
        {"basics": st.fixed_dictionaries({"name": words}, optional=basics)},
        optional={
            "work": _many(name=words, location=words, description=words, position=words, **told),
            "volunteer": _many(organization=words, position=words, **told),
            "education": _many(
                institution=words, area=words, studyType=words, score=words, url=addresses, courses=some, **span
            ),
            "awards": _many(title=words, date=days, awarder=words, summary=words),
            "certificates": _many(name=words, date=days, url=addresses, issuer=words),
            "publications": _many(name=words, publisher=words, releaseDate=days, url=addresses, summary=words),
            "skills": _many(name=words, level=words, keywords=some),
            "languages": _many(language=words, fluency=words),
            "interests": _many(name=words, keywords=some),
            "references": _many(name=words, reference=words),
            "projects": _many(
                name=words, description=words, entity=words, type=kinds, url=addresses, **span,
                **dict.fromkeys(("highlights", "keywords", "roles"), some),
            ),
            "meta": _record(canonical=addresses, lastModified=words, theme=words),
            "unknown": loose,
        },
    )  # fmt: skip
