/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  title: 'Trả hàng: {number}',
  lead: 'Chọn món khách trả lại.',
  less: 'Bớt một {name}',
  more: 'Thêm một {name}',
  all: 'Tất cả',
  none: 'Không món nào',
  of: '{count} trên {left}',
  gone: 'Đã trả hết',
  resale: 'Hàng còn bán lại được',
  pay: 'Hoàn {amount}',
  pay_none: 'Chưa chọn món nào',
  done: 'Trả cho khách',
  done_more: 'Phiếu hoàn {number}. Ngăn kéo đã mở.',
  done_other: 'Đã trả lại',
  done_no_cash: 'Trả hàng {number}. Không chi tiền mặt.',
  cash: 'Tiền mặt',
  card: 'Thẻ',
  transfer: 'Chuyển khoản',
  voucher: 'Phiếu',
  iou: 'Ghi nợ',
  in_cash: 'Trả hết tiền mặt',
  close: 'Xong',
  earlier: 'Đã trả trước đó: {numbers}',
};
