"""A German stall: weekly market, produce from the Uckermark. Data only."""

from __future__ import annotations

from typing import Final

from appliance.demo.stall import Goods, Stall, Tab
from appliance.domain.receipt import Merchant

FRUIT: Final = Tab(
    "fruit",
    "Obst",
    "🍎",
    (
        Goods("apples-elstar", "Äpfel Elstar", 300, "🍎", unit="kg"),
        Goods("apples-boskoop", "Äpfel Boskoop", 320, "🍏", unit="kg"),
        Goods("pears-conference", "Birnen Conference", 360, "🍐", unit="kg"),
        Goods("plums", "Zwetschgen", 390, "🟣", unit="kg"),
        Goods("strawberries-500", "Erdbeeren 500 g", 450, "🍓", own_code=1001),
        Goods("raspberries-250", "Himbeeren 250 g", 390, "🔴", own_code=1002),
        Goods("blueberries-250", "Heidelbeeren 250 g", 350, "🫐", own_code=1003),
        Goods("cherries", "Süßkirschen", 790, "🍒", unit="kg"),
        Goods("rhubarb", "Rhabarber", 280, "🌿", unit="kg"),
        Goods("quinces", "Quitten", 340, "🟡", unit="kg"),
    ),
)

VEGETABLES: Final = Tab(
    "vegetables",
    "Gemüse",
    "🥕",
    (
        Goods("potatoes-linda", "Kartoffeln Linda", 180, "🥔", unit="kg"),
        Goods("potatoes-bag", "Kartoffeln 5-kg-Sack", 750, "🥔", own_code=2001),
        Goods("carrots", "Bundmöhren", 220, "🥕"),
        Goods("tomatoes", "Strauchtomaten", 420, "🍅", unit="kg"),
        Goods("cucumber", "Salatgurke", 120, "🥒"),
        Goods("lettuce", "Kopfsalat", 150, "🥬"),
        Goods("kohlrabi", "Kohlrabi", 110, "🥬"),
        Goods("asparagus", "Beelitzer Spargel", 1_290, "🌱", unit="kg"),
        Goods("pumpkin", "Hokkaido-Kürbis", 280, "🎃", unit="kg"),
        Goods("onions", "Zwiebeln", 160, "🧅", unit="kg"),
        Goods("red-cabbage", "Rotkohl", 190, "🥬", unit="kg"),
        Goods("mushrooms", "Champignons 250 g", 240, "🍄", own_code=2002),
    ),
)

HERBS: Final = Tab(
    "herbs",
    "Kräuter & Blumen",
    "🌿",
    (
        Goods("parsley", "Petersilie, Bund", 130, "🌿"),
        Goods("chives", "Schnittlauch, Bund", 130, "🌱"),
        Goods("dill", "Dill, Bund", 140, "🌿"),
        Goods("basil-pot", "Basilikum im Topf", 290, "🪴", own_code=3001),
        Goods("wild-garlic", "Bärlauch 100 g", 220, "🍃"),
        Goods("green-sauce", "Grüne Soße, 7 Kräuter", 390, "🥗"),
        Goods("sunflower", "Sonnenblume", 180, "🌻"),
        Goods("tulips", "Tulpen, 10 Stück", 600, "🌷"),
    ),
)

DRINKS: Final = Tab(
    "drinks",
    "Säfte & Milch",
    "🧃",
    (
        Goods(
            "apple-juice",
            "Apfelsaft naturtrüb 1 l",
            290,
            "🧃",
            tax="standard",
            own_code=4001,
            deposit="deposit-glass",
        ),
        Goods(
            "apple-pear-juice",
            "Apfel-Birne 1 l",
            320,
            "🍐",
            tax="standard",
            own_code=4002,
            deposit="deposit-glass",
        ),
        Goods(
            "elder-juice",
            "Holundersaft 0,7 l",
            480,
            "🧃",
            tax="standard",
            own_code=4003,
            deposit="deposit-glass",
        ),
        Goods("cider", "Apfelwein 1 l", 390, "🍾", tax="standard", own_code=4004, deposit="deposit-glass"),
        Goods(
            "water",
            "Mineralwasser 0,5 l",
            120,
            "💧",
            tax="standard",
            own_code=4005,
            deposit="deposit-plastic",
        ),
        Goods("milk", "Weidemilch 1 l", 190, "🥛", own_code=4006, deposit="deposit-glass"),
        Goods("deposit-glass", "Pfand Mehrweg", 15, "🍾", tax="standard", kind="deposit"),
        Goods("deposit-plastic", "Pfand Einweg", 25, "♻️", tax="standard", kind="deposit"),
        Goods("return-glass", "Rückgabe Mehrweg", -15, "↩️", tax="standard", kind="deposit"),
        Goods("return-plastic", "Rückgabe Einweg", -25, "↩️", tax="standard", kind="deposit"),
    ),
)

BAKERY: Final = Tab(
    "bakery",
    "Brot & Hofladen",
    "🥖",
    (
        Goods("rye-bread", "Roggenbrot 1 kg", 490, "🍞"),
        Goods("spelt-bread", "Dinkelvollkorn 750 g", 520, "🍞"),
        Goods("roll", "Schrippe", 55, "🥖"),
        Goods("pretzel", "Laugenbrezel", 120, "🥨"),
        Goods("plum-cake", "Pflaumenkuchen, Stück", 260, "🥧"),
        Goods("eggs-10", "Freilandeier, 10 Stück", 420, "🥚", own_code=5001),
        Goods("honey", "Lindenhonig 500 g", 690, "🍯", own_code=5002),
        Goods("jam", "Erdbeermarmelade 250 g", 450, "🍓", own_code=5003),
        Goods("goat-cheese", "Ziegenkäse", 2_490, "🧀", unit="kg"),
    ),
)

STALL: Final = Stall(
    country="DE",
    merchant=Merchant("Hofstand Brandt", "Gutsstraße 4\n17291 Prenzlau", "DE 312 845 976"),
    tabs=(FRUIT, VEGETABLES, HERBS, DRINKS, BAKERY),
)
