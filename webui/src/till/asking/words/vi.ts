/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  'price.ask': 'Giá món này',
  'price.add': 'Thêm {amount}',
  empties: 'Vỏ trả lại',
  tare: 'Bì',
  'tare.is': 'Trừ bì {weight}',
  'tare.none': 'Không bì',
  'tare.scale': 'Trên cân: {weight}',
};
