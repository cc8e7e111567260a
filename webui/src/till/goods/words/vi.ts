import type { Words } from './en';

export const vi: Words = {
  title: 'Mặt hàng',
  new: 'Thêm mặt hàng',
  search: 'Tìm mặt hàng',
  nothing: 'Chưa có gì ở đây. Hãy chạm “Thêm mặt hàng”.',
  more: 'Xem thêm',
  choose: 'Chọn mặt hàng bên trái hoặc thêm mới.',
  name: 'Tên',
  price: 'Giá',
  gtin: 'Mã vạch',
  category: 'Nhóm mới',
  unit: 'Đơn vị',
  'unit.piece': 'Theo cái',
  'unit.kg': 'Theo kg',
  tax: 'Thuế',
  save: 'Lưu',
  'save.sell': 'Lưu và bán',
  back: 'Quay lại',
  remove: 'Xóa',
  'remove.sure': 'Xóa thật chứ?',
};
