"""What the machine is read from: files as a Pi, a mainline kernel and a bare computer have them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from appliance.care.machine import THROTTLED, Machine
from appliance.care.readings import PowerReading


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def test_a_bare_machine_knows_nothing_and_says_so(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    assert machine.memory() is None
    assert machine.temperature_milli_c() is None
    assert machine.power() is None
    assert machine.disk(tmp_path / "nowhere") is None


def test_memory_counts_what_programs_may_ask_for(tmp_path: Path) -> None:
    write(tmp_path, "proc/meminfo", "MemTotal:  1024000 kB\nMemFree:  10 kB\nMemAvailable:  512000 kB\n")
    seen = Machine(tmp_path).memory()
    assert seen is not None and (seen.total_mib, seen.available_mib) == (1000, 500)


def test_the_processor_is_asked_before_anything_else_that_is_warm(tmp_path: Path) -> None:
    write(tmp_path, "sys/class/thermal/thermal_zone0/type", "acpitz\n")
    write(tmp_path, "sys/class/thermal/thermal_zone0/temp", "99000\n")
    assert Machine(tmp_path).temperature_milli_c() == 99_000
    write(tmp_path, "sys/class/thermal/thermal_zone1/type", "cpu-thermal\n")
    write(tmp_path, "sys/class/thermal/thermal_zone1/temp", "48312\n")
    assert Machine(tmp_path).temperature_milli_c() == 48_312


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        ("0", PowerReading(False, False, False, False)),
        ("50005", PowerReading(True, True, True, True)),
        ("0x50000", PowerReading(False, True, False, True)),
        ("80008", PowerReading(False, False, True, True)),
        ("20000", PowerReading(False, False, False, True)),
    ],
)
def test_the_firmwares_bits(tmp_path: Path, bits: str, expected: PowerReading) -> None:
    write(tmp_path, THROTTLED, bits + "\n")
    assert Machine(tmp_path).power() == expected


def test_the_mainline_kernels_sensor_knows_only_low_voltage(tmp_path: Path) -> None:
    write(tmp_path, "sys/class/hwmon/hwmon0/name", "cpu_thermal\n")
    write(tmp_path, "sys/class/hwmon/hwmon1/name", "rpi_volt\n")
    assert Machine(tmp_path).power() is None  # the sensor is there and tells nothing
    write(tmp_path, "sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n")
    assert Machine(tmp_path).power() == PowerReading(None, True)


def test_nonsense_of_the_firmware_is_unknown(tmp_path: Path) -> None:
    write(tmp_path, THROTTLED, "error\n")
    assert Machine(tmp_path).power() is None


def test_a_partition_that_can_only_be_read_is_noticed(tmp_path: Path) -> None:
    real = os.statvfs(tmp_path)
    # block size, fragment, blocks, free, available, files, free, available, flags, longest name
    fields = (4096, 4096, 1024, 512, 256, *real[5:8], real[8] | os.ST_RDONLY, real[9])
    machine = Machine(tmp_path, lambda _path: os.statvfs_result(fields))
    seen = machine.disk(tmp_path)
    assert seen is not None and (seen.total_mib, seen.free_mib, seen.is_read_only) == (4, 1, True)


def test_names_of_board_and_system_fit_the_screen(tmp_path: Path) -> None:
    write(tmp_path, "etc/os-release", 'NAME=x\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n')
    write(tmp_path, "proc/device-tree/model", "Raspberry Pi 4 Model B Rev 1.4\0")
    seen = Machine(tmp_path).versions("0.1.0", None)
    assert (seen.system, seen.board) == ("Debian GNU/Linux 13 (trixie)", "Raspberry Pi 4 Model B Rev 1.4")
