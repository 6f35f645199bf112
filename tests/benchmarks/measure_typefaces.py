"""Print how well the course's net reads letters of real typefaces: python -m tests.benchmarks.measure_typefaces

Draws X, x, O and o in every face with English letters that fontconfig knows; install typefaces with
apt-get install and the packages below. The nets never saw any: they learn from make_letters alone.
A typeface is a family with all its weights, widths and slants; a glyph drawn twice counts once.
"""

import statistics
import subprocess
from collections import defaultdict

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from helpers.data.dataset import LABELS, make_letters
from helpers.training.classifier import probabilities, train
from helpers.training.nets import global_max_net

PACKAGES = """
fonts-adf-accanthis fonts-adf-baskervald fonts-adf-gillius fonts-adf-romande fonts-adf-universalis fonts-b612
fonts-cabin fonts-cantarell fonts-comfortaa fonts-comic-neue fonts-courier-prime fonts-crosextra-caladea
fonts-crosextra-carlito fonts-dejavu-core fonts-dosis fonts-ebgaramond fonts-firacode fonts-freefont-ttf
fonts-gfs-didot fonts-go fonts-hack fonts-inconsolata fonts-junicode fonts-jura fonts-karla fonts-lato
fonts-liberation2 fonts-linuxlibertine fonts-oldstandard fonts-open-sans fonts-play fonts-prociono
fonts-quattrocento fonts-quicksand fonts-roboto-slab fonts-roboto-unhinted fonts-sil-gentium fonts-stix
fonts-texgyre fonts-urw-base35 fonts-vollkorn
"""
# keys with letters on them, ornaments around them, and letters that are not Latin or are another family's
NOT_LETTERS = ("Keyboard", "Initials", "D050000L", "Symbols", "STIXSize", "STIXIntegrals", "NonUnicode", "CJK")
SIZE, FILL = 16, 0.75  # pixels, and how much of the picture a letter fills
FINE = 16  # drawn so many times larger, then shrunk
COUNT, EPOCHS, SEEDS = 2000, 12, 5


def faces() -> list[tuple[str, str, int]]:
    """Return family, file and index of every face."""
    command = ["fc-list", ":lang=en", "--format", "%{family[0]}|%{file}|%{index}\n"]
    lines = sorted(set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()))
    rows = [line.split("|") for line in lines]
    return [
        (family, file, int(index) & 0xFFFF)  # above that, fontconfig counts the instances of a variable face
        for family, file, index in rows
        if file.endswith((".ttf", ".otf", ".ttc")) and not any(word in family for word in NOT_LETTERS)
    ]


def draw(file: str, index: int, letter: str) -> np.ndarray:
    """Return the letter in the middle of its picture, from -1 (paper) to 1 (ink), its longer side FILL of the size."""
    canvas = SIZE * FINE
    font = ImageFont.truetype(file, 100, index)
    left, top, right, bottom = font.getbbox(letter)
    font = font.font_variant(size=round(100 * FILL * canvas / max(right - left, bottom - top)))
    left, top, right, bottom = font.getbbox(letter)
    image = Image.new("L", (canvas, canvas))
    corner = (canvas - left - right) // 2, (canvas - top - bottom) // 2
    ImageDraw.Draw(image).text(corner, letter, fill=255, font=font)
    return np.asarray(image.reduce(FINE), np.float32) / 127.5 - 1


def glyphs() -> dict[tuple[str, str], list[np.ndarray]]:
    """Return the pictures of every typeface and letter."""
    pictures, seen = defaultdict(list), set()
    for family, file, index in faces():
        for letter in "XxOo":
            picture = draw(file, index, letter)
            if picture.tobytes() not in seen:
                seen.add(picture.tobytes())
                pictures[family, letter].append(picture)
    return pictures


def trained(seed: int):
    net = global_max_net(seed)
    train(net, *make_letters(COUNT, size=SIZE, seed=seed), epochs=EPOCHS, seed=seed, progress=False)
    return net


def main() -> None:
    pictures = glyphs()
    owners = [owner for owner, drawn in pictures.items() for _ in drawn]
    images = np.stack([picture for drawn in pictures.values() for picture in drawn])[:, None]
    labels = np.array([LABELS.index(letter.upper()) for _, letter in owners])
    right = np.stack([probabilities(trained(seed), images).argmax(axis=1) == labels for seed in range(SEEDS)])
    each = 100 * right.mean(axis=1)
    families = sorted({family for family, _ in owners})
    print(
        f"{len(images)} glyphs of {len(families)} typefaces, {SIZE}×{SIZE} pixels, {COUNT} training pictures, ", end=""
    )
    print(f"{SEEDS} seeds: {statistics.mean(each):.2f} % right ({', '.join(f'{value:.2f}' for value in each)})")
    print("\n| typeface | glyphs | % right | letters misread |\n| --- | --- | --- | --- |")
    for family in families:
        mine = np.array([owner[0] == family for owner in owners])
        misread = {owners[i][1] for i in np.flatnonzero(mine & ~right.all(axis=0))}
        print(f"| {family} | {mine.sum()} | {100 * right[:, mine].mean():.1f} | {' '.join(sorted(misread))} |")
    print("\nThe glyphs most nets misread:")
    for i in np.argsort(right.sum(axis=0), kind="stable")[:8]:
        print(f"\n{' '.join(owners[i])}: right for {right[:, i].sum()} of {SEEDS}")
        print("\n".join("".join(" .:*#"[round((value + 1) * 2)] * 2 for value in line) for line in images[i, 0]))


if __name__ == "__main__":
    main()
