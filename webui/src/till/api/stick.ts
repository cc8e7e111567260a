/** The backup stick's recovery code. */
import { intend } from './intents';

export const askRecoveryCode = () => intend('POST', '/stick/code', {}) as Promise<{ code: string }>;
