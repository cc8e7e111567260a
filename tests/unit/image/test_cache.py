"""A stored root is used again only for the same packages, and the cache stays small and young."""

from __future__ import annotations

from pathlib import Path

from image.cache import Entry, RootCache, root_key, to_drop, unpack


def test_the_name_of_a_root_follows_all_that_goes_in_but_not_the_order() -> None:
    key = root_key(["a", "b"], "trixie", {"hook": b"1"})
    assert key == root_key(["b", "a"], "trixie", {"hook": b"1"})
    others = [
        root_key(["a"], "trixie", {"hook": b"1"}),
        root_key(["a", "b"], "forky", {"hook": b"1"}),
        root_key(["a", "b"], "trixie", {"hook": b"2"}),
        root_key(["a", "b"], "trixie", {"other": b"1"}),
        root_key(["ab"], "trixie", {"hook": b"1"}),
    ]
    assert len({key, *others}) == 6


def test_the_oldest_roots_go_when_there_is_too_much() -> None:
    entries = [Entry("old", 4, 1.0), Entry("new", 4, 3.0), Entry("middle", 4, 2.0)]
    assert to_drop(entries, now_s=4.0, limit_bytes=8, oldest_s=100.0) == ["old"]


def test_a_root_goes_when_debian_will_have_mended_something_since() -> None:
    entries = [Entry("old", 1, 0.0), Entry("new", 1, 90.0)]
    assert to_drop(entries, now_s=101.0, limit_bytes=100, oldest_s=100.0) == ["old"]


def test_a_root_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "etc").mkdir(parents=True)
    (root / "etc/name").write_text("box")
    (root / "etc/name").chmod(0o640)
    (root / "link").symlink_to("etc/name")
    cache = RootCache(tmp_path / "cache")
    assert cache.find("key") is None
    cache.store("key", root)
    packed = cache.find("key")
    assert packed is not None
    unpack(packed, tmp_path / "again")
    assert (tmp_path / "again/etc/name").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "again/link").readlink() == Path("etc/name")


def test_a_store_that_fails_leaves_no_root_behind(tmp_path: Path) -> None:
    cache = RootCache(tmp_path / "cache")
    try:
        cache.store("key", tmp_path / "missing")
    except Exception:
        assert cache.find("key") is None
        assert list((tmp_path / "cache").iterdir()) == []
    else:
        raise AssertionError("a folder that is not there was stored")


def test_a_root_that_was_just_stored_is_kept_even_when_it_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    cache = RootCache(tmp_path / "cache", limit_bytes=1)
    assert cache.store("key", tmp_path / "root").is_file()
