/** Which sheet lies over the tiles now. */
import { EmptiesLater, KindsLater, PriceLater } from '../asking/later';
import { DiscountLater } from '../discount/later';
import { InspectorLater } from '../inspector/later';
import { LeaveLater, OfflineLater, StatusLater, StickLater } from '../office/later';
import { RefundLater } from '../refund/later';
import { sheet } from '../state';
import { TicketsLater } from '../tickets/later';
import { AboutSheet } from './about';
import { BoxSheet } from './box';
import { LineSheet } from './line';
import { MenuSheet } from './menu';
import { WeighSheet } from './weigh';

export function SheetNow() {
  const now = sheet.value;
  switch (now?.kind) {
    case 'line':
      return <LineSheet key={now.id} id={now.id} />;
    case 'weigh':
      return <WeighSheet key={now.item.id} item={now.item} />;
    case 'price':
      return <PriceLater item={now.item} />;
    case 'kinds':
      return <KindsLater item={now.item} />;
    case 'empties':
      return <EmptiesLater />;
    case 'discount':
      return <DiscountLater lineId={now.lineId} />;
    case 'refund':
      return <RefundLater number={now.number} />;
    case 'menu':
      return <MenuSheet />;
    case 'box':
      return <BoxSheet />;
    case 'status':
      return <StatusLater />;
    case 'offline':
      return <OfflineLater />;
    case 'stick':
      return <StickLater />;
    case 'tickets':
      return <TicketsLater />;
    case 'inspector':
      return <InspectorLater />;
    case 'leave':
      return <LeaveLater />;
    case 'about':
      return <AboutSheet />;
    default:
      return null;
  }
}
