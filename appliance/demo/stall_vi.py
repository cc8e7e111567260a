"""A Vietnamese stall: a corner of a market in Can Tho. Data only."""

from __future__ import annotations

from typing import Final

from appliance.demo.stall import Goods, Stall, Tab
from appliance.domain.receipt import Merchant

FRUIT: Final = Tab(
    "fruit",
    "Trái cây",
    "🥭",
    (
        Goods("mango-hoa-loc", "Xoài cát Hòa Lộc", 85_000, "🥭", unit="kg", tax="low"),
        Goods("dragon-fruit", "Thanh long ruột đỏ", 35_000, "🐉", unit="kg", tax="low"),
        Goods("rambutan", "Chôm chôm", 40_000, "🔴", unit="kg", tax="low"),
        Goods("mangosteen", "Măng cụt", 75_000, "🟣", unit="kg", tax="low"),
        Goods("durian", "Sầu riêng Ri6", 120_000, "🟡", unit="kg", tax="low"),
        Goods("pomelo", "Bưởi da xanh", 60_000, "🍈", tax="low"),
        Goods("longan", "Nhãn xuồng", 55_000, "🟤", unit="kg", tax="low"),
        Goods("lychee", "Vải thiều", 50_000, "🍒", unit="kg", tax="low"),
        Goods("banana", "Chuối sứ, nải", 25_000, "🍌", tax="low"),
        Goods("pineapple", "Khóm Cầu Đúc", 15_000, "🍍", tax="low"),
        Goods("watermelon", "Dưa hấu", 18_000, "🍉", unit="kg", tax="low"),
        Goods("avocado", "Bơ sáp", 45_000, "🥑", unit="kg", tax="low"),
        Goods("guava", "Ổi lê", 20_000, "🍐", unit="kg", tax="low"),
    ),
)

VEGETABLES: Final = Tab(
    "vegetables",
    "Rau củ",
    "🥬",
    (
        Goods("water-spinach", "Rau muống, bó", 8_000, "🥬", tax="low"),
        Goods("mustard-greens", "Cải xanh, bó", 10_000, "🥬", tax="low"),
        Goods("bitter-melon", "Khổ qua", 22_000, "🥒", unit="kg", tax="low"),
        Goods("loofah", "Mướp hương", 18_000, "🥒", unit="kg", tax="low"),
        Goods("okra", "Đậu bắp", 25_000, "🫛", unit="kg", tax="low"),
        Goods("aubergine", "Cà tím", 20_000, "🍆", unit="kg", tax="low"),
        Goods("tomatoes", "Cà chua", 25_000, "🍅", unit="kg", tax="low"),
        Goods("sweet-potato", "Khoai lang tím", 22_000, "🍠", unit="kg", tax="low"),
        Goods("taro", "Khoai môn", 35_000, "🥔", unit="kg", tax="low"),
        Goods("pumpkin", "Bí đỏ", 18_000, "🎃", unit="kg", tax="low"),
        Goods("bean-sprouts", "Giá đỗ 300 g", 7_000, "🌱", tax="low"),
        Goods("mushrooms", "Nấm rơm", 90_000, "🍄", unit="kg", tax="low"),
    ),
)

HERBS: Final = Tab(
    "herbs",
    "Rau thơm & hoa",
    "🌿",
    (
        Goods("coriander", "Ngò rí, bó", 5_000, "🌿", tax="low"),
        Goods("basil", "Húng quế, bó", 5_000, "🌿", tax="low"),
        Goods("mint", "Rau răm, bó", 5_000, "🍃", tax="low"),
        Goods("lemongrass", "Sả, bó", 6_000, "🌾", tax="low"),
        Goods("chilli", "Ớt hiểm 100 g", 8_000, "🌶️", tax="low"),
        Goods("lime", "Chanh không hạt", 25_000, "🍋", unit="kg", tax="low"),
        Goods("ginger", "Gừng", 40_000, "🫚", unit="kg", tax="low"),
        Goods("lotus", "Hoa sen, bó 10", 50_000, "🪷", tax="standard"),
    ),
)

DRINKS: Final = Tab(
    "drinks",
    "Nước uống",
    "🥥",
    (
        Goods("coconut", "Dừa xiêm", 18_000, "🥥", tax="low"),
        Goods("sugar-cane", "Nước mía", 12_000, "🥤"),
        Goods("iced-coffee", "Cà phê sữa đá", 20_000, "☕"),
        Goods("iced-tea", "Trà đá", 3_000, "🧋"),
        Goods("soy-milk", "Sữa đậu nành, chai", 15_000, "🥛", own_code=4001, deposit="deposit-bottle"),
        Goods("water", "Nước suối 500 ml", 7_000, "💧", own_code=4002),
        Goods(
            "beer", "Bia chai 450 ml", 18_000, "🍺", tax="standard", own_code=4003, deposit="deposit-bottle"
        ),
        Goods("deposit-bottle", "Cược vỏ chai", 2_000, "🍾", tax="none", kind="deposit"),
        Goods("return-bottle", "Trả vỏ chai", -2_000, "↩️", tax="none", kind="deposit"),
    ),
)

BAKERY: Final = Tab(
    "bakery",
    "Bánh & đồ khô",
    "🥖",
    (
        Goods("banh-mi", "Bánh mì thịt nướng", 25_000, "🥖"),
        Goods("banh-bo", "Bánh bò", 10_000, "🧁"),
        Goods("banh-tet", "Bánh tét", 60_000, "🍙"),
        Goods("sticky-rice", "Xôi đậu phộng", 15_000, "🍚"),
        Goods("rice-st25", "Gạo ST25, túi 5 kg", 190_000, "🌾", tax="low", own_code=5001),
        Goods("eggs-10", "Trứng vịt, 10 quả", 35_000, "🥚", tax="low", own_code=5002),
        Goods("fish-sauce", "Nước mắm Phú Quốc 500 ml", 95_000, "🐟", own_code=5003),
        Goods("honey", "Mật ong rừng tràm 500 ml", 250_000, "🍯", own_code=5004),
    ),
)

STALL: Final = Stall(
    country="VN",
    merchant=Merchant("Sạp Cô Bảy", "Chợ Cái Khế, Ninh Kiều\nCần Thơ", "1801234567"),
    tabs=(FRUIT, VEGETABLES, HERBS, DRINKS, BAKERY),
)
