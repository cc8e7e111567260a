"""An Italian stall: the morning market in Lucca. Data only."""

from __future__ import annotations

from typing import Final

from appliance.demo.stall import Goods, Stall, Tab
from appliance.domain.receipt import Merchant

FRUIT: Final = Tab(
    "fruit",
    "Frutta",
    "🍋",
    (
        Goods("apples-fuji", "Mele Fuji", 240, "🍎", unit="kg", tax="super_reduced"),
        Goods("pears-abate", "Pere Abate", 290, "🍐", unit="kg", tax="super_reduced"),
        Goods("lemons", "Limoni di Sorrento", 350, "🍋", unit="kg", tax="super_reduced"),
        Goods("oranges", "Arance Tarocco", 220, "🍊", unit="kg", tax="super_reduced"),
        Goods("peaches", "Pesche gialle", 320, "🍑", unit="kg", tax="super_reduced"),
        Goods("apricots", "Albicocche", 390, "🍑", unit="kg", tax="super_reduced"),
        Goods("grapes", "Uva Italia", 340, "🍇", unit="kg", tax="super_reduced"),
        Goods("figs", "Fichi", 590, "🟣", unit="kg", tax="super_reduced"),
        Goods("cherries", "Ciliegie di Vignola", 890, "🍒", unit="kg", tax="super_reduced"),
        Goods("strawberries-500", "Fragole, vaschetta 500 g", 350, "🍓", tax="super_reduced", own_code=1001),
        Goods("watermelon", "Anguria", 90, "🍉", unit="kg", tax="super_reduced"),
        Goods("melon", "Melone retato", 250, "🍈", unit="kg", tax="super_reduced"),
    ),
)

VEGETABLES: Final = Tab(
    "vegetables",
    "Verdura",
    "🍅",
    (
        Goods("tomatoes-san-marzano", "Pomodori San Marzano", 280, "🍅", unit="kg", tax="super_reduced"),
        Goods("tomatoes-cherry", "Pomodorini ciliegino", 390, "🍅", unit="kg", tax="super_reduced"),
        Goods("zucchini", "Zucchine fiorentine", 290, "🥒", unit="kg", tax="super_reduced"),
        Goods("aubergines", "Melanzane", 260, "🍆", unit="kg", tax="super_reduced"),
        Goods("peppers", "Peperoni", 320, "🫑", unit="kg", tax="super_reduced"),
        Goods("artichoke", "Carciofo", 90, "🌱", tax="super_reduced"),
        Goods("fennel", "Finocchi", 240, "🧅", unit="kg", tax="super_reduced"),
        Goods("chicory", "Radicchio", 450, "🥬", unit="kg", tax="super_reduced"),
        Goods("black-cabbage", "Cavolo nero, mazzo", 180, "🥬", tax="super_reduced"),
        Goods("potatoes", "Patate novelle", 160, "🥔", unit="kg", tax="super_reduced"),
        Goods("onions-tropea", "Cipolle di Tropea", 330, "🧅", unit="kg", tax="super_reduced"),
        Goods("porcini", "Funghi porcini", 3_200, "🍄", unit="kg", tax="super_reduced"),
    ),
)

HERBS: Final = Tab(
    "herbs",
    "Aromi & fiori",
    "🌿",
    (
        Goods("basil", "Basilico, mazzetto", 150, "🌿", tax="low"),
        Goods("rosemary", "Rosmarino, mazzetto", 100, "🌿", tax="low"),
        Goods("sage", "Salvia, mazzetto", 100, "🍃", tax="low"),
        Goods("parsley", "Prezzemolo, mazzetto", 80, "🌱", tax="super_reduced"),
        Goods("garlic", "Aglio, treccia", 450, "🧄", tax="super_reduced"),
        Goods("sunflower", "Girasole", 200, "🌻"),
        Goods("mimosa", "Mimosa, rametto", 300, "🌼"),
    ),
)

DRINKS: Final = Tab(
    "drinks",
    "Bevande & olio",
    "🍷",
    (
        Goods(
            "water",
            "Acqua frizzante 0,5 l",
            100,
            "💧",
            tax="standard",
            own_code=4001,
            deposit="deposit-glass",
        ),
        Goods("orange-juice", "Spremuta d'arancia", 300, "🍊"),
        Goods(
            "pear-juice",
            "Succo di pera 0,75 l",
            390,
            "🧃",
            tax="standard",
            own_code=4002,
            deposit="deposit-glass",
        ),
        Goods(
            "chinotto", "Chinotto 0,33 l", 220, "🥤", tax="standard", own_code=4003, deposit="deposit-glass"
        ),
        Goods("red-wine", "Rosso delle Colline 0,75 l", 850, "🍷", tax="standard", own_code=4004),
        Goods("olive-oil", "Olio extravergine 0,5 l", 1_190, "🫒", tax="super_reduced", own_code=4005),
        Goods("deposit-glass", "Cauzione vetro", 20, "🍾", tax="none", kind="deposit"),
        Goods("return-glass", "Reso vetro", -20, "↩️", tax="none", kind="deposit"),
    ),
)

BAKERY: Final = Tab(
    "bakery",
    "Pane & dispensa",
    "🥖",
    (
        Goods("tuscan-bread", "Pane toscano", 420, "🍞", unit="kg", tax="super_reduced"),
        Goods("focaccia", "Focaccia", 1_190, "🫓", unit="kg", tax="super_reduced"),
        Goods("pecorino", "Pecorino stagionato", 2_190, "🧀", unit="kg", tax="super_reduced"),
        Goods("mozzarella", "Mozzarella di bufala 250 g", 450, "⚪", tax="super_reduced", own_code=5001),
        Goods("eggs-6", "Uova fresche, 6", 240, "🥚", own_code=5002),
        Goods("honey", "Miele di castagno 500 g", 890, "🍯", own_code=5003),
        Goods("cantucci", "Cantucci 300 g", 550, "🍪", own_code=5004),
        Goods("buccellato", "Buccellato", 690, "🥯"),
    ),
)

STALL: Final = Stall(
    country="IT",
    merchant=Merchant("Ortofrutta Bellandi", "Piazza del Mercato 7\n55100 Lucca", "02145980462"),
    tabs=(FRUIT, VEGETABLES, HERBS, DRINKS, BAKERY),
)
