"""Numbers as Word writes them in lists: the forms of ST_NumberFormat (ECMA-376 part 1, 17.18.59) that Chinese documents use."""

from __future__ import annotations

LARGEST = 99_999
_MARKS = "、，。．.：:）)〕】"
_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
"""Signs that begin anew, or give way to digits, after the last one."""
_COUNTED = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True))


def printed(label: str, text: str) -> str:
    """A paragraph with its number. No gap behind a mark before Chinese: that is how it is typed by hand."""
    gap = "" if not label or label[-1] in _MARKS and not text[:1].isascii() else " "
    return f"{label.rstrip()}{gap}{text.lstrip()}" if label else text


def number_in(form: str, number: int) -> str:
    """A number as a list writes it: `form` is a value of ST_NumberFormat; digits for those not known."""
    if not 0 < number <= LARGEST or form == "none":
        return "" if form == "none" else str(number)
    if form in _COUNTED:
        return _counted(number)
    if form == "chineseLegalSimplified":
        return _counted(number).translate(_LEGAL)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if form in _CYCLES:
        signs = _CYCLES[form]
        return signs[(number - 1) % len(signs)] if form.startswith("ideograph") or number <= len(signs) else str(number)
    return _western(form, number)


def _counted(number: int) -> str:
    """一, 十一, 二十, 一百零三: the words for a number below 100,000."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return _counted(high) + "万" + ("零" if 0 < low < 1000 else "") + (_counted(low) if low else "")
    out, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        out += ("零" if gap and out and digit else "") + (_DIGITS[digit] + word if digit else "")
        gap = digit == 0
    return out.removeprefix("一") if 10 <= number < 20 else out


def _western(form: str, number: int) -> str:
    if form in ("upperLetter", "lowerLetter"):  # …, Z, AA, BB, …
        letters = chr(ord("A") + (number - 1) % 26) * min((number - 1) // 26 + 1, 4)
        return letters if form == "upperLetter" else letters.lower()
    if form in ("upperRoman", "lowerRoman") and number < 4000:
        out = ""
        for value, sign in _ROMAN:
            out, number = out + sign * (number // value), number % value
        return out if form == "upperRoman" else out.lower()
    if form == "decimalZero":
        return f"{number:02}"
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")) if form == "decimalFullWidth" else str(number)
