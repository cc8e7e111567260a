/** Goods as box and back office tell them. */
export type Category = { id: string; name: string; emoji: string; colour: string; position: number };

export type Item = {
  id: string;
  name: string;
  category_id: string;
  price_minor: number;
  unit: 'piece' | 'kg';
  tax_code: string;
  emoji: string;
  colour: string;
  position: number;
  gtin: string | null;
  deposit_id: string | null;
  kind: 'goods' | 'deposit';
  /** The price is asked at each sale; `price_minor` is what is proposed. */
  is_free_price: boolean;
  /** The vessel goods are weighed in. */
  tare_g: number | null;
  /** The item this one is a size or kind of: one tile stands for both. */
  variant_of: string | null;
  /** The price list its price is of. */
  price_list: string | null;
};
