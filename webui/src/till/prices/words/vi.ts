/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  title: 'Bảng giá',
  new: 'Bảng giá mới',
  to_goods: 'Hàng hóa',
  nothing: 'Chưa có bảng giá. Hãy lập trước: giá sẽ tự có hiệu lực, kể cả khi không có mạng.',
  choose: 'Chọn một bảng giá bên trái, hoặc lập bảng mới.',
  waiting: 'Đang chờ',
  in_force: 'Có hiệu lực',
  starts_at: 'từ {when}',
  count: '{count} giá',
  name: 'Tên',
  day: 'Từ ngày nào',
  time: 'Từ giờ nào',
  earlier: 'Sớm hơn',
  later: 'Muộn hơn',
  percent: 'Đổi tất cả đang hiện',
  percent_hint: 'Từ giá hôm nay, làm tròn đến {step}.',
  goods: 'Giá mới',
  now_price: 'hiện {price}',
  back: 'Quay lại',
  save: 'Lưu',
  remove: 'Xóa bảng này',
  remove_sure: 'Xóa thật chứ?',
  history: 'Bảng giá đang có hiệu lực. Giá đã ở từng món; hãy sửa ở đó, hoặc lập bảng khác.',
};
