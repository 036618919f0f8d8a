#!/usr/bin/env python3
"""What a reader meets who begins at a file and follows its types, class after class:

    python3 tools/reach.py rl/src/main/java/uphill/rl/algorithms/Vpg.java
    python3 tools/reach.py --imports rl/src/main/java/uphill/rl/algorithms/Vpg.java

Files and lines, without the kernels and the worlds; comments and blank lines count. With --imports
whoever reads follows import statements alone, and no names of the same package.
"""
import pathlib
import re
import sys

LEFT_OUT = ("uphill.kernel", "uphill.env")


def sources():
    for path in pathlib.Path(".").glob("*/src/main/java/**/*.java"):
        if path.stem not in ("package-info", "module-info"):
            text = path.read_text(encoding="utf-8")
            package = re.search(r"^package ([\w.]+);", text, re.M).group(1)
            yield f"{package}.{path.stem}", path, text


def main(start, only_imports):
    all_sources = {name: (path, text) for name, path, text in sources()}
    start = pathlib.Path(start).resolve()
    first = next(n for n, (p, _) in all_sources.items() if p.resolve() == start)
    met, todo = [], [first]
    while todo:
        name = todo.pop(0)
        if name in met or name.startswith(LEFT_OUT):
            continue
        met.append(name)
        text = all_sources[name][1]
        code = re.sub(r"//.*", "", text)
        package = name.rpartition(".")[0]
        imports = re.findall(r"^import (uphill[\w.]+);", code, re.M)
        words = set(re.findall(r"\b[A-Z]\w*", code))
        beside = [] if only_imports else [f"{package}.{word}" for word in sorted(words)]
        todo += [n for n in imports + beside if n in all_sources]
    lines = {n: all_sources[n][1].count("\n") for n in met}
    for name in met:
        print(f"{lines[name]:5} {name}")
    print(f"{len(met)} files, {sum(lines.values())} lines")


if __name__ == "__main__":
    files = [word for word in sys.argv[1:] if word != "--imports"]
    if len(files) != 1 or not pathlib.Path(files[0]).is_file():
        sys.exit(__doc__.strip())
    main(files[0], "--imports" in sys.argv)
