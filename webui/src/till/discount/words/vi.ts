/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  title_line: 'Giảm giá {name}',
  title_ticket: 'Giảm giá cả đơn',
  percent: 'Phần trăm',
  amount: 'Số tiền',
  give: 'Giảm {value}',
  give_empty: 'Giảm bao nhiêu?',
  keep: 'Giữ {value} làm phím',
  forget: 'Bỏ phím {value}',
  back: 'Bỏ giảm: {name}',
  plain: 'Giảm giá',
  presets: 'Chạm một lần là xong',
  given: 'Đã giảm',
  coupons: 'Mã giảm giá',
};
