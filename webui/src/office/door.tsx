/** Before the back office: the first visit with its one-time key, and signing in. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Language } from '../shared/i18n';
import { setUp, signIn } from './api/office';
import { asRefusal, enter } from './deeds';
import { LanguageChoice } from './frame';
import { Awning, AwningMark, LevelMark } from './icons';
import { Field } from './parts';
import { language, session } from './state';
import { say, sayCountry, sayTrouble } from './words';
import type { WordKey } from './words/index';

const COUNTRIES = ['de', 'fi', 'it', 'vn', 'generic'];
const HOME: Record<Language, string> = { de: 'de', en: 'generic', fi: 'fi', it: 'it', vi: 'vn' };
const PASSWORD_LEAST = 10;

/** The key of the one-time link: `#/setup/<key>`. After the `#` it reaches no server's log. */
function linkToken(): string {
  return window.location.hash.match(/^#\/setup\/(.+)$/)?.[1] ?? '';
}

function Password({ value, onText, error, isNew }: PasswordProps) {
  const isShown = useSignal(false);
  return (
    <Field
      name="password"
      label={say('door.password')}
      hint={isNew ? say('door.password_hint') : undefined}
      error={error}
      type={isShown.value ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      required
      value={value}
      onText={onText}
    >
      <button
        type="button"
        class="key inline"
        aria-pressed={isShown.value}
        onClick={() => {
          isShown.value = !isShown.value;
        }}
      >
        {say(isShown.value ? 'door.hide' : 'door.show')}
      </button>
    </Field>
  );
}

type PasswordProps = { value: string; onText: (text: string) => void; error: string | null; isNew: boolean };
type Wrong = { field: string | null; words: string };

function wrongOf(error: unknown): Wrong {
  const no = asRefusal(error);
  const words = no.status === 401 ? say('error.wrong_password') : sayTrouble(no.code, no.params);
  return { field: no.field, words };
}

const localWrong = (field: string, key: WordKey): Wrong => ({ field, words: say(key) });

function SetUp() {
  const form = useSignal({
    token: linkToken(),
    merchant_name: '',
    email: '',
    password: '',
    country: HOME[language.peek()],
  });
  const wrong = useSignal<Wrong | null>(null);
  const isBusy = useSignal(false);
  const put = (name: keyof typeof form.value) => (text: string) => {
    form.value = { ...form.value, [name]: text };
    wrong.value = null;
  };
  const errorOf = (name: string) => (wrong.value?.field === name ? wrong.value.words : null);
  const send = async (event: Event) => {
    event.preventDefault();
    const { email, password } = form.value;
    if (!email.includes('@')) wrong.value = localWrong('email', 'error.email_bad');
    else if (password.length < PASSWORD_LEAST) wrong.value = localWrong('password', 'error.password_short');
    if (wrong.value || isBusy.value) return;
    isBusy.value = true;
    try {
      enter(await setUp({ ...form.value, language: language.value }));
      window.location.hash = '';
    } catch (error) {
      wrong.value = wrongOf(error);
    } finally {
      isBusy.value = false;
    }
  };
  const isKnownField = wrong.value?.field && wrong.value.field in form.value;
  return (
    <form class="door-form" noValidate onSubmit={send} data-testid="set-up">
      <h1>{say('door.set_up')}</h1>
      <p class="lead">{say('door.set_up_why')}</p>
      {!linkToken() && (
        <Field
          name="token"
          label={say('door.token')}
          hint={say('door.token_hint')}
          error={errorOf('token')}
          autoComplete="off"
          value={form.value.token}
          onText={put('token')}
        />
      )}
      <Field
        name="merchant_name"
        label={say('door.business')}
        error={errorOf('merchant_name')}
        autoComplete="organization"
        value={form.value.merchant_name}
        onText={put('merchant_name')}
      />
      <div class="field">
        <label for="country">{say('door.country')}</label>
        <select
          id="country"
          value={form.value.country}
          onChange={(event) => put('country')(event.currentTarget.value)}
        >
          {COUNTRIES.map((code) => (
            <option key={code} value={code}>
              {sayCountry(code)}
            </option>
          ))}
        </select>
      </div>
      <Field
        name="email"
        type="email"
        label={say('door.email')}
        error={errorOf('email')}
        autoComplete="username"
        value={form.value.email}
        onText={put('email')}
      />
      <Password isNew value={form.value.password} onText={put('password')} error={errorOf('password')} />
      {wrong.value && !isKnownField && <Refused>{wrong.value.words}</Refused>}
      {errorOf('token') && linkToken() && <Refused>{wrong.value?.words}</Refused>}
      <button type="submit" class="main-key" disabled={isBusy.value} data-testid="enter">
        {say('door.create')}
      </button>
    </form>
  );
}

function SignIn() {
  const email = useSignal('');
  const password = useSignal('');
  const wrong = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  const send = async (event: Event) => {
    event.preventDefault();
    if (isBusy.value) return;
    isBusy.value = true;
    try {
      enter(await signIn(email.value.trim(), password.value));
    } catch (error) {
      wrong.value = wrongOf(error).words;
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form class="door-form" noValidate onSubmit={send} data-testid="sign-in">
      <h1>{say('door.sign_in')}</h1>
      <p class="lead">{say(session.value?.is_demo ? 'door.demo' : 'door.sign_in_why')}</p>
      <Field
        name="email"
        type="email"
        label={say('door.email')}
        autoComplete="username"
        autoFocus
        value={email.value}
        onText={(text) => {
          email.value = text;
          wrong.value = null;
        }}
      />
      <Password
        isNew={false}
        value={password.value}
        error={null}
        onText={(text) => {
          password.value = text;
          wrong.value = null;
        }}
      />
      {wrong.value && <Refused>{wrong.value}</Refused>}
      <button type="submit" class="main-key" disabled={isBusy.value} data-testid="enter">
        {say('door.enter')}
      </button>
    </form>
  );
}

function Refused({ children }: { children: ComponentChildren }) {
  return (
    <p class="banner danger" role="alert">
      <LevelMark level="danger" />
      {children}
    </p>
  );
}

export function Door() {
  return (
    <div class="door">
      <header class="door-head">
        <Awning />
        <AwningMark />
        <p>
          <b>Tillbox</b> {say('app.name')}
        </p>
      </header>
      <main class="door-main">{session.value?.needs_setup ? <SetUp /> : <SignIn />}</main>
      <footer class="door-end">
        <LanguageChoice />
      </footer>
    </div>
  );
}
