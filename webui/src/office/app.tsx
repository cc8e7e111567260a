/** The whole back office: the door, or the frame with the page of the moment. */
import { Door } from './door';
import { Frame } from './frame';
import { AsidePage } from './pages/aside';
import { BoxesPage } from './pages/boxes';
import { GoodsPage } from './pages/goods';
import { PeoplePage } from './pages/people';
import { SalePage } from './pages/sale';
import { SalesPage } from './pages/sales';
import { StockPage } from './pages/stock';
import { TodayPage } from './pages/today';
import { route, saleNamed } from './route';
import { session, spoken, trouble } from './state';
import { say, sayTrouble } from './words';

function PageNow() {
  const { page, detail } = route.value;
  const sale = saleNamed(route.value);
  switch (page) {
    case 'sales':
      return sale ? <SalePage key={`${sale.box_id}/${sale.number}`} of={sale} /> : <SalesPage />;
    case 'aside':
      return <AsidePage />;
    case 'goods':
      return <GoodsPage />;
    case 'stock':
      return <StockPage />;
    case 'boxes':
      if (detail === 'people') return <PeoplePage />;
      return <BoxesPage isJoining={detail === 'connect'} />;
    default:
      return <TodayPage />;
  }
}

export function App() {
  if (!spoken.value) return <p class="loading" />; // its words are on their way
  const now = session.value;
  if (now === null) {
    return <p class="loading">{trouble.value ? sayTrouble(trouble.value.code) : say('app.loading')}</p>;
  }
  if (!now.signed_in) return <Door />;
  return (
    <Frame>
      <PageNow />
    </Frame>
  );
}
