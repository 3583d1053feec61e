"""Sixty names that want to be something else than text: markup, formulas, templates, letters that turn or hide."""

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<a href=javascript:alert(1)>жми</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "<base href=https://example.com/>",
    "<meta http-equiv=refresh content=0;url=https://example.com>",
    "<form action=https://example.com><button>ok</button></form>",
    "<template><img src=x onerror=alert(1)></template>",
    "<!-- конец",
    "<b>жирный</b> & <i>косой</i>",
    '" onmouseover="alert(1)" x="',
    "' onclick='alert(1)' x='",
    "`onerror=alert(1)`",
    "<cc-app></cc-app>",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//example.com/x",
    "#/settings",
    "../../etc/passwd",
)
TEMPLATES = (
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "#{7*7}",
    "{n} {name} {who}",
    "<%= 7*7 %>",
    "lit$123$ <!--?lit$123$-->",
    "%s %d %n %x",
    "__proto__",
    "constructor",
    "&lt;b&gt;&amp;&#60;script&#62;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
)
FORMULAS = (
    "=1+1",
    '=HYPERLINK("https://example.com";"жми")',
    "+7 999 000-00-00",
    "-2+3",
    "@SUM(A1)",
    "'; DROP TABLE Contacts; --",
)
LETTERS = (
    "\u202eтнатсноК\u202c \u2066и\u2069",
    "И\u200bри\u200bна\u200d",
    "👩‍👩‍👧‍👦 ❤️‍🔥 🇷🇺",
    "Z̸̢̛͓a̷͎͒l̵̡̈́g̴̱̓o̶̙͝",
    "محمد عبد الله",
    "Ы" * 200,
)
NAMES = (*MARKUP, *ADDRESSES, *TEMPLATES, *FORMULAS, *LETTERS)
# what a field is not for: it is refused, whoever sends it
REFUSED = ("Ноль\u0000байт", "А\nБ", "Ы" * 10_000)
