/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  hint: 'Số, số tiền hoặc hàng',
  none: 'Không có biên lai phù hợp.',
  back_to: 'Đã tìm ngược đến {day}.',
  all: 'Đã tìm trong mọi biên lai.',
  looking: 'Đang tìm …',
  further: 'Tìm xa hơn',
  close: 'Đóng tìm kiếm',
  try: 'Ví dụ A-000123, 12,50 hoặc một phần tên.',
};
