"""The one table of this room's codes. A code keeps its meaning for good; a new meaning takes a new number.

`CF-101` belongs to the workspace. `CF-1..` is about files and YAML, `CF-2..` about what is said, `CF-5..` about
attached files.
"""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Code(StrEnum):
    """What each code says."""

    NO_CONTENT = "CF-102"
    UNREADABLE = "CF-103"
    NOT_A_FILE = "CF-104"
    FILE_TOO_LARGE = "CF-105"
    NOT_UTF8 = "CF-106"
    CONTROL_CHARACTER = "CF-107"
    EMPTY_FILE = "CF-108"
    LINK_LEAVES_PROJECT = "CF-109"

    NOT_YAML = "CF-110"
    TAB = "CF-111"
    QUOTES = "CF-112"
    COLON = "CF-113"
    NEEDS_QUOTES = "CF-114"
    INDENTATION = "CF-115"
    BRACKET = "CF-116"

    DUPLICATE_KEY = "CF-120"
    KEY_NOT_TEXT = "CF-121"
    TAG = "CF-122"
    MERGE_KEY = "CF-123"
    SEVERAL_DOCUMENTS = "CF-124"
    TOO_DEEP = "CF-125"
    TOO_MANY_VALUES = "CF-126"
    ALIAS = "CF-127"

    UNKNOWN_FILE = "CF-130"
    WRITTEN_TWICE = "CF-131"
    BAD_FILE_NAME = "CF-132"
    FOLDER_NOT_READ = "CF-133"

    MISSING = "CF-201"
    UNKNOWN_KEY = "CF-202"
    WRONG_KIND = "CF-203"
    EMPTY = "CF-204"
    WRONG_FORM = "CF-205"
    NO_SUCH_CHOICE = "CF-206"
    OUT_OF_RANGE = "CF-207"
    TOO_LONG = "CF-208"
    RULE = "CF-209"
    BAD_NAME = "CF-211"

    UNKNOWN_STUDY = "CF-220"
    UNKNOWN_THEME = "CF-221"
    UNKNOWN_PROJECT = "CF-222"
    UNKNOWN_SECTION = "CF-223"
    RELATED_TO_ITSELF = "CF-224"
    NAMED_TWICE = "CF-225"
    UNKNOWN_TAG = "CF-226"

    PART_UNCLEAR = "CF-280"
    UNKNOWN_VARIANT = "CF-281"
    PART_KEY_UNUSED = "CF-282"
    PART_TWICE = "CF-283"
    PART_MISSING = "CF-284"
    PART_OUTSIDE = "CF-285"
    PART_NOT_A_FILE = "CF-286"
    PART_UNKNOWN_KIND = "CF-287"
    PART_IS_RESULT = "CF-288"
    PART_UNREADABLE = "CF-289"
    NO_LETTER = "CF-290"
    UNKNOWN_PLACEHOLDER = "CF-291"
    EMPTY_PLACEHOLDER = "CF-292"
    LETTER_MARKUP = "CF-293"
    UNDATED = "CF-294"

    NO_CONTACT = "CF-250"
    FLOW_OF_ONE = "CF-251"
    LONG_PARAGRAPH = "CF-260"
    SAME_BEGINNING = "CF-261"
    GAP = "CF-262"
    OPEN_ADDRESS = "CF-263"
    NO_RESULT = "CF-264"

    PICTURE_MISSING = "CF-501"
    PICTURE_OUTSIDE = "CF-502"
    PICTURE_NOT_A_FILE = "CF-503"
    PICTURE_TOO_LARGE = "CF-504"
    PICTURE_UNREADABLE = "CF-505"
    PICTURE_UNKNOWN_KIND = "CF-506"
