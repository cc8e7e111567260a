"""A Finnish stall: market square by the lake. Data only."""

from __future__ import annotations

from typing import Final

from appliance.demo.stall import Goods, Stall, Tab
from appliance.domain.receipt import Merchant

BERRIES: Final = Tab(
    "berries",
    "Marjat & hedelmät",
    "🍓",
    (
        Goods("strawberries-litre", "Mansikka, litra", 750, "🍓"),
        Goods("strawberries-box", "Mansikka, 5 kg laatikko", 4_200, "🍓", own_code=1001),
        Goods("blueberries-litre", "Mustikka, litra", 800, "🫐"),
        Goods("lingonberries-litre", "Puolukka, litra", 650, "🔴"),
        Goods("cloudberries", "Hilla", 2_800, "🟠", unit="kg"),
        Goods("raspberries-litre", "Vadelma, litra", 950, "🔴"),
        Goods("currants", "Punaherukka", 690, "🔴", unit="kg"),
        Goods("apples", "Kotimainen omena", 290, "🍎", unit="kg"),
        Goods("plums", "Luumu", 450, "🟣", unit="kg"),
        Goods("rhubarb", "Raparperi", 350, "🌿", unit="kg"),
    ),
)

VEGETABLES: Final = Tab(
    "vegetables",
    "Vihannekset",
    "🥕",
    (
        Goods("new-potatoes", "Varhaisperuna Timo", 390, "🥔", unit="kg"),
        Goods("potatoes-bag", "Rosamunda 5 kg säkki", 690, "🥔", own_code=2001),
        Goods("peas-litre", "Herneet, litra", 600, "🫛"),
        Goods("carrots", "Nippuporkkana", 280, "🥕"),
        Goods("tomatoes", "Tomaatti", 420, "🍅", unit="kg"),
        Goods("cucumber", "Kurkku", 360, "🥒", unit="kg"),
        Goods("lettuce", "Jääsalaatti", 250, "🥬"),
        Goods("swede", "Lanttu", 190, "🟡", unit="kg"),
        Goods("cabbage", "Varhaiskaali", 220, "🥬", unit="kg"),
        Goods("onions", "Sipuli", 180, "🧅", unit="kg"),
        Goods("beetroot", "Punajuuri", 230, "🟣", unit="kg"),
        Goods("chanterelles", "Kantarelli", 1_990, "🍄", unit="kg"),
    ),
)

HERBS: Final = Tab(
    "herbs",
    "Yrtit & kukat",
    "🌿",
    (
        Goods("dill-pot", "Tilli, ruukku", 220, "🌿", own_code=3001),
        Goods("parsley-pot", "Persilja, ruukku", 220, "🌿", own_code=3002),
        Goods("basil-pot", "Basilika, ruukku", 250, "🪴", own_code=3003),
        Goods("chives", "Ruohosipuli, nippu", 180, "🌱"),
        Goods("nettle", "Nokkonen 100 g", 250, "🍃"),
        Goods("sunflower", "Auringonkukka", 350, "🌻", tax="standard"),
        Goods("peony", "Pioni, 5 kpl", 1_200, "🌸", tax="standard"),
        Goods("midsummer-bouquet", "Kesäkimppu", 1_500, "💐", tax="standard"),
    ),
)

DRINKS: Final = Tab(
    "drinks",
    "Mehut & kahvi",
    "🧃",
    (
        Goods("coffee", "Torikahvi", 250, "☕"),
        Goods("coffee-bun", "Kahvi ja pulla", 550, "☕"),
        Goods("apple-juice", "Omenamehu 0,75 l", 590, "🧃", own_code=4001, deposit="deposit-glass"),
        Goods("currant-juice", "Mustaherukkamehu 0,5 l", 490, "🧃", own_code=4002, deposit="deposit-pet"),
        Goods("kvass", "Kotikalja 1,5 l", 420, "🍺", own_code=4003, deposit="deposit-pet-large"),
        Goods("water", "Lähdevesi 0,5 l", 180, "💧", own_code=4004, deposit="deposit-pet"),
        Goods("soda", "Sitruunasooda 0,33 l", 220, "🥤", own_code=4005, deposit="deposit-can"),
        Goods("deposit-glass", "Pantti, lasipullo", 10, "🍾", tax="standard", kind="deposit"),
        Goods("deposit-can", "Pantti, tölkki", 15, "🥫", tax="standard", kind="deposit"),
        Goods("deposit-pet", "Pantti, pieni pullo", 20, "♻️", tax="standard", kind="deposit"),
        Goods("deposit-pet-large", "Pantti, iso pullo", 40, "♻️", tax="standard", kind="deposit"),
        Goods("return-glass", "Palautus, lasipullo", -10, "↩️", tax="standard", kind="deposit"),
        Goods("return-can", "Palautus, tölkki", -15, "↩️", tax="standard", kind="deposit"),
    ),
)

BAKERY: Final = Tab(
    "bakery",
    "Leivät & herkut",
    "🥖",
    (
        Goods("rye-bread", "Ruisleipä", 450, "🍞"),
        Goods("rye-flatbread", "Reikäleipä", 520, "🫓"),
        Goods("karelian-pie", "Karjalanpiirakka", 180, "🥧"),
        Goods("cinnamon-bun", "Korvapuusti", 320, "🥐"),
        Goods("doughnut", "Munkki", 280, "🍩"),
        Goods("eggs-10", "Vapaan kanan munat, 10 kpl", 390, "🥚", own_code=5001),
        Goods("honey", "Kukkahunaja 350 g", 690, "🍯", own_code=5002),
        Goods("squeaky-cheese", "Leipäjuusto", 1_990, "🧀", unit="kg"),
        Goods("smoked-vendace", "Savumuikku", 2_450, "🐟", unit="kg"),
    ),
)

STALL: Final = Stall(
    country="FI",
    merchant=Merchant("Mäntylän Tori", "Kauppatori 12\n33100 Tampere", "2938475-6"),
    tabs=(BERRIES, VEGETABLES, HERBS, DRINKS, BAKERY),
)
