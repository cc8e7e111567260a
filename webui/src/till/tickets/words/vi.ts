/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  title: 'Đơn',
  park: 'Giữ đơn này lại',
  park_named: 'Giữ lại với tên',
  split: 'Tách đơn',
  none: 'Chưa giữ đơn nào. Đơn được giữ sẽ chờ ở đây, kể cả khi mất điện.',
  number: 'Đơn {n}',
  name: 'Tên của đơn',
  save_name: 'Giữ lại',
  rename: 'Tên',
  merge: 'Gộp vào đơn đang mở',
  paid: 'đã trả {amount}',
  choose: 'Chọn phần chuyển đi.',
  pay_these: 'Trả phần này ngay',
  park_these: 'Giữ phần này',
  move: 'Sang đơn đang giữ',
  where: 'Sang đơn nào?',
  back: 'Quay lại',
  more: 'và {count} món khác',
  fewer: 'bớt một {name}',
  more_of: 'thêm một {name}',
  hint: 'Chạm vào một đơn để làm tiếp. Đơn đang mở sẽ được giữ lại.',
  of: '{n}/{all}',
};
