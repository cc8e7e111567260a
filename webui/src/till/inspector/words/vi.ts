/** Vietnamese. */
import type { Words } from './en';

export const vi: Words = {
  title: 'Kiểm tra sổ ghi',
  lead: 'Mọi lần bán và mọi thứ máy này đã ghi từ ngày đầu, mỗi mục nối với mục trước. Vẫn bán được trong lúc kiểm tra.',
  check: 'Kiểm tra tất cả',
  again: 'Kiểm tra lại',
  export: 'Lưu vào USB',
  running: 'Đang kiểm tra, {done}/{of} tệp …',
  sound: 'Tất cả {count} mục đều nguyên vẹn, từ {first} đến {last}.',
  failed: 'Việc kiểm tra bị ngắt. Không có gì thay đổi. Hãy thử lại.',
  damaged: 'Có chỗ hỏng trong sổ ghi.',
  'day.unknown': '{day}: sổ ghi ngày này bị hỏng; không rõ bao nhiêu mục không đọc được.',
  'day.readable': '{day}: có chỗ hỏng, nhưng mọi mục vẫn đọc được.',
  'day.lost': '{day}: {count} mục không đọc được.',
  'day.none': 'Một tệp của sổ ghi bị hỏng; không rõ của ngày nào.',
  damaged_todo:
    'Việc kiểm tra không giấu và không làm mất gì. Mọi thứ đọc được đều có trong tệp, và máy vẫn bán.',
  head: 'Dấu niêm của mục cuối',
  z: 'Z mới nhất: {n}',
  hint: '“Lưu vào USB” ghi mọi thứ đọc được vào USB đang cắm: một tệp ZIP mở được trên mọi máy tính, không mã hóa, kèm một trang nói cách tự kiểm tra.',
  'saved.saving': 'Đang lưu … đừng rút USB.',
  'saved.saved': 'Đã lưu tên {file}. Có thể rút USB.',
  'saved.no_stick': 'Không thấy USB. Chưa lưu gì. Hãy cắm USB (FAT hoặc exFAT) rồi thử lại.',
  'saved.failed': 'Không lưu được. Không có gì khác thay đổi. Hãy thử USB khác.',
  'saved.no_answer':
    'Máy này không có ai để lưu. Kỹ thuật viên làm được: python -m appliance journal export.',
};
