/** What stands around every page: the ways, the state of the live line, the account, and troubles in words. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { LANGUAGES, type Language } from '../shared/i18n';
import { signOut } from './deeds';
import { AwningMark, LevelMark, NAV_ICONS, PersonIcon } from './icons';
import { Dialog } from './parts';
import { address, PAGES, route } from './route';
import * as state from './state';
import { say, sayInstant, sayTrouble } from './words';

export function LanguageChoice() {
  return (
    <label class="language">
      <span>{say('app.language')}</span>
      <select
        data-testid="language"
        value={state.language.value}
        onChange={(event) => state.chooseLanguage(event.currentTarget.value as Language)}
      >
        {LANGUAGES.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Account() {
  return (
    <div class="account">
      <p class="account-name">{state.session.value?.email}</p>
      <LanguageChoice />
      <button type="button" class="key" data-testid="sign-out" onClick={() => void signOut()}>
        {say('app.sign_out')}
      </button>
    </div>
  );
}

/** How many things wait behind a way. */
function waitingBehind(page: string): number {
  if (page !== 'aside') return 0;
  return (state.today.value?.stalls ?? []).reduce((sum, stall) => sum + stall.quarantine, 0);
}

function Ways() {
  return (
    <nav class="ways">
      {PAGES.map((page) => {
        const Picture = NAV_ICONS[page];
        const count = waitingBehind(page);
        return (
          <a
            key={page}
            href={address(page)}
            class="way"
            data-testid={`way-${page}`}
            aria-current={route.value.page === page ? 'page' : undefined}
          >
            <Picture />
            <span>{say(`nav.${page}`)}</span>
            {count > 0 && <b class="way-count figures">{count}</b>}
          </a>
        );
      })}
    </nav>
  );
}

function LiveNote() {
  const since = state.notLiveSince.value;
  return (
    <p class={`live ${since === null ? '' : 'broken'}`} role="status" data-testid="live">
      <LevelMark level={since === null ? 'safe' : 'waiting'} />
      {since === null ? say('app.live') : say('app.not_live', { time: sayInstant(since) })}
    </p>
  );
}

export function Frame({ children }: { children: ComponentChildren }) {
  const hasAccount = useSignal(false);
  const trouble = state.trouble.value;
  const merchant = state.session.value?.merchant;
  return (
    <div class="office">
      <button type="button" class="skip" onClick={() => document.getElementById('page')?.focus()}>
        {say('app.skip')}
      </button>
      <aside class="side">
        <p class="brand">
          <AwningMark />
          <span>
            <b>{merchant?.name ?? 'Tillbox'}</b>
            <small>
              {say('app.name')}
              {state.session.value?.is_demo && ` · ${say('app.demo')}`}
            </small>
          </span>
        </p>
        <div class="top-end">
          <LiveNote />
          <button
            type="button"
            class="icon-key account-key"
            aria-label={say('app.account')}
            data-testid="account"
            onClick={() => {
              hasAccount.value = true;
            }}
          >
            <PersonIcon />
          </button>
        </div>
        <Ways />
        <div class="side-end">
          <LiveNote />
          <Account />
        </div>
      </aside>
      <main id="page" tabIndex={-1}>
        {trouble && (
          <p class="banner danger" role="alert" data-testid="trouble">
            <LevelMark level="danger" />
            {sayTrouble(trouble.code, trouble.params)}
          </p>
        )}
        {state.done.value && (
          <p class="banner safe toast" role="status" data-testid="done">
            <LevelMark level="safe" />
            {state.done.value}
          </p>
        )}
        {children}
      </main>
      {hasAccount.value && (
        <Dialog
          name="account"
          title={say('app.account')}
          onClose={() => {
            hasAccount.value = false;
          }}
        >
          <Account />
        </Dialog>
      )}
    </div>
  );
}
