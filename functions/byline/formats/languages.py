"""What a language tag (BCP 47, RFC 5646) says: its primary language, and whether text in it is written from right to left."""

from functools import lru_cache

_SHORTEST: dict[str, str] = {
    code: short
    for short, codes in {
        "ar": "ara arb",
        "bg": "bul",
        "bn": "ben",
        "bs": "bos",
        "ca": "cat",
        "cs": "ces cze",
        "da": "dan",
        "de": "deu ger",
        "dv": "div",
        "el": "ell gre",
        "en": "eng",
        "es": "spa",
        "et": "est",
        "fa": "fas per pes prs",
        "fi": "fin",
        "fr": "fra fre",
        "he": "heb iw",
        "hi": "hin",
        "hr": "hrv scr",
        "hu": "hun",
        "id": "in ind",
        "is": "isl ice",
        "it": "ita",
        "ja": "jpn",
        "kk": "kaz",
        "ko": "kor",
        "ks": "kas",
        "ku": "kur",
        "ky": "kir",
        "lv": "lav lvs",
        "ms": "msa may zsm",
        "nb": "nob",
        "nl": "nld dut",
        "nn": "nno",
        "no": "nor",
        "pa": "pan",
        "pl": "pol",
        "ps": "pus pbt pbu pst",
        "pt": "por",
        "ro": "mo mol ron rum",
        "ru": "rus",
        "sd": "snd",
        "sk": "slk slo",
        "sl": "slv",
        "sr": "scc srp",
        "sv": "swe",
        "th": "tha",
        "tr": "tur",
        "ug": "uig",
        "uk": "ukr",
        "ur": "urd",
        "uz": "uzb",
        "vi": "vie",
        "yi": "ji ydd yid",
        "zh": "chi cmn yue zho",
    }.items()
    for code in codes.split()
}
"""Former, narrower and three-letter codes of languages that this code treats by name (RFC 5646 and ISO 639)."""

_RIGHT_TO_LEFT_SCRIPTS = frozenset(
    "adlm arab aran armi avst chrs cprt elym hatr hebr hung khar lydi mand mani merc mero narb nbat nkoo orkh ougr "
    "palm phli phlp phnx prti rohg samr sarb sogd sogo syre syrj syrn syrc thaa yezi".split()
)
_RIGHT_TO_LEFT_LANGUAGES = frozenset(
    "ar he fa ur yi ps sd ug ks dv acm aeb afb ajp apc arc ars ary arz azb aii bal bft bgn bqi brh ckb cld glk gwc hnd hno khw "
    "lki lrc luz mid mzn mvy nqo ota pnb rhg sdh skr syr trw".split()
)
"""Languages that are written from right to left unless a script says otherwise (CLDR, likely subtags)."""
_RIGHT_TO_LEFT_IN = frozenset("az-iq az-ir ha-cm ha-sd kk-af kk-cn kk-ir kk-mn ku-iq ku-ir ku-lb ky-cn pa-pk tk-ir uz-af".split())
_LEFT_TO_RIGHT_IN = frozenset({"sd-in"})


def primary(language: str) -> str:
    """The primary subtag of a language tag in lower case; of a language with several codes, always the same."""
    code = language.partition("-")[0].lower()
    return _SHORTEST.get(code, code)


def script(language: str) -> str | None:
    """The script subtag in lower case, such as `latn`: the first subtag of four letters before any extension."""
    for subtag in language.lower().split("-")[1:]:
        if len(subtag) == 1:
            return None
        if len(subtag) == 4 and subtag.isalpha():
            return subtag
    return None


@lru_cache(maxsize=64)  # a feed has few languages and many entries
def is_right_to_left(language: str) -> bool:
    """Whether text in `language` is written from right to left: its script decides, or else language and region."""
    if named := script(language):
        return named in _RIGHT_TO_LEFT_SCRIPTS
    spoken = primary(language)
    local = {f"{spoken}-{subtag}" for subtag in language.lower().split("-")[1:] if len(subtag) == 2}
    if spoken in _RIGHT_TO_LEFT_LANGUAGES:
        return not local & _LEFT_TO_RIGHT_IN
    return bool(local & _RIGHT_TO_LEFT_IN)
