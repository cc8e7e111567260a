"""An English-speaking stall in the euro area. Data only."""

from __future__ import annotations

from typing import Final

from appliance.demo.stall import Goods, Stall, Tab
from appliance.domain.receipt import Merchant

FRUIT: Final = Tab(
    "fruit",
    "Fruit",
    "🍎",
    (
        Goods("apples-cox", "Cox apples", 320, "🍎", unit="kg"),
        Goods("apples-bramley", "Bramley cooking apples", 280, "🍏", unit="kg"),
        Goods("pears", "Conference pears", 340, "🍐", unit="kg"),
        Goods("plums", "Victoria plums", 390, "🟣", unit="kg"),
        Goods("strawberries-400", "Strawberries 400 g", 400, "🍓", own_code=1001),
        Goods("raspberries-200", "Raspberries 200 g", 350, "🔴", own_code=1002),
        Goods("blackberries-200", "Blackberries 200 g", 300, "⚫️", own_code=1003),
        Goods("cherries", "Cherries", 850, "🍒", unit="kg"),
        Goods("rhubarb", "Rhubarb", 300, "🌿", unit="kg"),
        Goods("lemon", "Lemon", 60, "🍋"),
    ),
)

VEGETABLES: Final = Tab(
    "vegetables",
    "Vegetables",
    "🥕",
    (
        Goods("potatoes-queens", "Queens potatoes", 170, "🥔", unit="kg"),
        Goods("potatoes-bag", "Rooster potatoes, 5 kg bag", 650, "🥔", own_code=2001),
        Goods("carrots", "Carrots, bunch", 200, "🥕"),
        Goods("tomatoes", "Vine tomatoes", 450, "🍅", unit="kg"),
        Goods("cucumber", "Cucumber", 120, "🥒"),
        Goods("lettuce", "Butterhead lettuce", 150, "🥬"),
        Goods("leeks", "Leeks", 290, "🥬", unit="kg"),
        Goods("broccoli", "Broccoli", 180, "🥦"),
        Goods("squash", "Butternut squash", 240, "🎃", unit="kg"),
        Goods("onions", "Onions", 150, "🧅", unit="kg"),
        Goods("beetroot", "Beetroot", 220, "🟣", unit="kg"),
        Goods("mushrooms", "Chestnut mushrooms 250 g", 220, "🍄", own_code=2002),
    ),
)

HERBS: Final = Tab(
    "herbs",
    "Herbs & flowers",
    "🌿",
    (
        Goods("parsley", "Parsley, bunch", 120, "🌿"),
        Goods("mint", "Mint, bunch", 120, "🍃"),
        Goods("chives", "Chives, bunch", 120, "🌱"),
        Goods("basil-pot", "Basil in a pot", 280, "🪴", own_code=3001),
        Goods("rosemary-pot", "Rosemary in a pot", 320, "🪴", own_code=3002),
        Goods("garlic", "Garlic bulb", 80, "🧄"),
        Goods("sunflower", "Sunflower", 200, "🌻", tax="standard"),
        Goods("daffodils", "Daffodils, bunch", 300, "🌼", tax="standard"),
        Goods("sweet-pea", "Sweet peas, bunch", 350, "💐", tax="standard"),
    ),
)

DRINKS: Final = Tab(
    "drinks",
    "Juices & milk",
    "🧃",
    (
        Goods(
            "apple-juice",
            "Cloudy apple juice 75 cl",
            450,
            "🧃",
            tax="standard",
            own_code=4001,
            deposit="deposit-glass",
        ),
        Goods(
            "elderflower",
            "Elderflower cordial 50 cl",
            520,
            "🌼",
            tax="standard",
            own_code=4002,
            deposit="deposit-glass",
        ),
        Goods(
            "ginger-beer",
            "Ginger beer 33 cl",
            280,
            "🍺",
            tax="standard",
            own_code=4003,
            deposit="deposit-can",
        ),
        Goods(
            "sparkling-water",
            "Sparkling water 50 cl",
            150,
            "💧",
            tax="standard",
            own_code=4004,
            deposit="deposit-can",
        ),
        Goods("milk", "Whole milk 1 l", 180, "🥛", own_code=4005, deposit="deposit-glass"),
        Goods("deposit-glass", "Deposit, glass", 25, "🍾", tax="standard", kind="deposit"),
        Goods("deposit-can", "Deposit, can or plastic", 15, "♻️", tax="standard", kind="deposit"),
        Goods("return-glass", "Bottle returned", -25, "↩️", tax="standard", kind="deposit"),
        Goods("return-can", "Can or plastic returned", -15, "↩️", tax="standard", kind="deposit"),
    ),
)

BAKERY: Final = Tab(
    "bakery",
    "Bread & larder",
    "🥖",
    (
        Goods("sourdough", "Sourdough loaf", 550, "🍞"),
        Goods("soda-bread", "Soda bread", 380, "🍞"),
        Goods("scone", "Fruit scone", 180, "🧁"),
        Goods("sausage-roll", "Sausage roll", 320, "🥐"),
        Goods("carrot-cake", "Carrot cake, slice", 350, "🍰"),
        Goods("eggs-6", "Free-range eggs, 6", 290, "🥚", own_code=5001),
        Goods("honey", "Heather honey 340 g", 790, "🍯", own_code=5002),
        Goods("jam", "Gooseberry jam 300 g", 480, "🫙", own_code=5003),
        Goods("farmhouse-cheese", "Farmhouse cheddar", 2_200, "🧀", unit="kg"),
    ),
)

STALL: Final = Stall(
    country="GENERIC",
    merchant=Merchant("The Green Barrow", "3 Mill Lane\nKinsale, Co. Cork", "IE 6388047V"),
    tabs=(FRUIT, VEGETABLES, HERBS, DRINKS, BAKERY),
)
