/** An item whose price is asked at each sale: type it, or take what is proposed. */
import { useSignal } from '@preact/signals';
import type { Item } from '../api/shapes';
import { addPriced } from '../deeds';
import { Amount, Pad, SheetFrame, typed } from '../parts';
import { currency } from '../state';
import { sayMoney } from '../words';
import { tell } from './tell';

const MOST_DIGITS = 8;

export function PriceSheet({ item }: { item: Item }) {
  const digits = useSignal('');
  const price = digits.value === '' ? item.price_minor : Number(digits.value);
  const add = () => {
    if (price > 0) addPriced(item, price);
  };
  return (
    <SheetFrame
      name="price"
      title={
        <>
          {item.emoji} {item.name}
        </>
      }
    >
      <Pad
        zeros={currency.value.exponent === 0 ? '000' : '00'}
        onDigits={(more) => {
          digits.value = typed(digits.value, more, MOST_DIGITS);
        }}
        onErase={() => {
          digits.value = digits.value.slice(0, -1);
        }}
        onEnter={add}
      />
      <div class="sheet-side">
        <p class="asked-word">{tell('price.ask')}</p>
        <Amount minor={price} class="preview" />
        <span class="gap" />
        <button type="button" class="main-key" data-testid="price-take" disabled={price <= 0} onClick={add}>
          {price > 0 ? tell('price.add', { amount: sayMoney(price) }) : tell('price.ask')}
        </button>
      </div>
    </SheetFrame>
  );
}
