"""Vietnamese words for paper and customer display."""

from __future__ import annotations

from typing import Final

from appliance.wording.keys import Key

PHRASES: Final[dict[Key, str]] = {
    "day.closed": "Đóng ca",
    "day.counted": "Đã đếm",
    "day.difference": "Thừa hoặc thiếu",
    "day.discounts": "Giảm giá",
    "day.expected": "Phải có trong ngăn kéo",
    "day.float": "Tiền đầu ca",
    "day.no_sales": "Mở ngăn kéo không bán",
    "day.not_counted": "chưa đếm",
    "day.opened": "Mở ca",
    "day.pay_in": "Nộp vào",
    "day.pay_out": "Lấy ra",
    "day.perpetual": "Tổng doanh thu từ trước",
    "day.records": "Bản ghi",
    "day.refunds": "Hoàn tiền",
    "day.safe_drop": "Cất vào két",
    "day.sales": "Bán hàng",
    "day.seal": "Dấu niêm",
    "day.turnover": "Doanh thu",
    "day.x_only": "Báo cáo tạm: chưa đóng gì cả.",
    "receipt.back_by_transfer": "Chuyển khoản trả lại",
    "receipt.back_to_card": "Trả lại vào thẻ",
    "receipt.back_to_iou": "Trừ vào nợ",
    "receipt.back_to_voucher": "Trả lại bằng phiếu",
    "receipt.card": "Thẻ",
    "receipt.cash": "Tiền mặt",
    "receipt.change": "Tiền thối",
    "receipt.copy": "BẢN SAO {copy}",
    "receipt.date": "Ngày",
    "receipt.discount": "Giảm giá",
    "receipt.gross": "Gồm thuế",
    "receipt.hash": "Mã kiểm tra",
    "receipt.iou": "Ghi nợ",
    "receipt.net": "Chưa thuế",
    "receipt.number": "Số phiếu",
    "receipt.paid_out": "Tiền trả khách",
    "receipt.tare": "trừ bì",
    "receipt.per_kg": "/kg",
    "receipt.rate": "Thuế suất",
    "receipt.reason": "Lý do",
    "receipt.refund": "HOÀN TIỀN",
    "receipt.refund_of": "Cho hóa đơn",
    "receipt.rounding": "Làm tròn",
    "receipt.saved": "Tiết kiệm",
    "receipt.served_by": "Người bán:",
    "receipt.signature": "Chữ ký",
    "receipt.subtotal": "Tạm tính",
    "receipt.tax": "GTGT",
    "receipt.tax_id": "MST",
    "receipt.thanks": "Cảm ơn quý khách. Hẹn gặp lại!",
    "receipt.time_doubtful": "Đồng hồ của máy lúc này chưa chắc đúng.",
    "receipt.tip": "Tiền boa",
    "receipt.to_pay": "Phải trả tiền mặt",
    "receipt.total": "Tổng cộng",
    "receipt.transfer": "Chuyển khoản",
    "receipt.voucher": "Phiếu mua hàng",
    "display.change": "Tiền thối",
    "display.total": "Tổng cộng",
    "display.welcome": "Kính chào quý khách!",
    "sample.title": "Bản in thử",
    "sample.edge": "Mép phải",
    "sample.no_sale": "Đây không phải là hóa đơn.",
    "fiscal.de": (
        "Luật Đức yêu cầu máy tính tiền có mô-đun bảo mật được chứng nhận (TSE); máy này chưa "
        "gắn thiết bị đó."
    ),
    "fiscal.fi": "Luật Phần Lan không yêu cầu thiết bị thuế; người bán phải đưa biên lai cho mỗi khách.",
    "fiscal.it": (
        "Luật Ý yêu cầu máy ghi nhận từ xa (RT) hoặc phần mềm được duyệt; máy này chưa kết nối thứ nào."
    ),
    "fiscal.vn": (
        "Luật Việt Nam yêu cầu hóa đơn điện tử khởi tạo từ máy tính tiền kết nối với cơ quan "
        "thuế khi doanh thu năm vượt ngưỡng; máy này chưa thiết lập kết nối đó."
    ),
    "fiscal.generic": "Chưa chọn quốc gia; vui lòng hỏi cơ quan thuế xem cần thiết bị nào.",
}
