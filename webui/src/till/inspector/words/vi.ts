/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  title: 'Kiểm tra sổ ghi',
  lead: 'Mọi lần bán và mọi thứ máy này đã ghi từ ngày đầu, mỗi mục nối với mục trước. Vẫn bán được trong lúc kiểm tra.',
  check: 'Kiểm tra tất cả',
  again: 'Kiểm tra lại',
  export: 'Mang theo tất cả',
  running: 'Đang kiểm tra, {done}/{of} tệp …',
  sound: 'Tất cả {count} mục đều nguyên vẹn, từ {first} đến {last}.',
  damaged: 'Có chỗ hỏng trong sổ ghi: {files}.',
  damaged_todo:
    'Việc kiểm tra không giấu và không làm mất gì. Mọi thứ đọc được đều có trong tệp, và máy vẫn bán.',
  head: 'Dấu niêm của mục cuối',
  z: 'Z mới nhất: {n}',
  hint: '“Mang theo tất cả” lưu một tệp bằng trình duyệt của điện thoại hoặc máy tính. Màn hình của máy không có chỗ lưu tệp.',
};
