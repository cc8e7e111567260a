"""Vietnamese words for paper and customer display."""

from __future__ import annotations

from typing import Final

from appliance.wording.keys import Key

PHRASES: Final[dict[Key, str]] = {
    "receipt.cash": "Tiền mặt",
    "receipt.change": "Tiền thối",
    "receipt.copy": "BẢN SAO {copy}",
    "receipt.date": "Ngày",
    "receipt.discount": "Giảm giá",
    "receipt.gross": "Gồm thuế",
    "receipt.hash": "Mã kiểm tra",
    "receipt.net": "Chưa thuế",
    "receipt.number": "Số phiếu",
    "receipt.paid_out": "Tiền trả khách",
    "receipt.per_kg": "/kg",
    "receipt.rate": "Thuế suất",
    "receipt.saved": "Tiết kiệm",
    "receipt.subtotal": "Tạm tính",
    "receipt.tax": "GTGT",
    "receipt.tax_id": "MST",
    "receipt.served_by": "Người bán:",
    "receipt.thanks": "Cảm ơn quý khách. Hẹn gặp lại!",
    "receipt.time_doubtful": "Đồng hồ của máy lúc này chưa chắc đúng.",
    "receipt.total": "Tổng cộng",
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
