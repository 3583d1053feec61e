/** A second factor of the login: six digits from an authenticator app, as Cognito takes them. */
const APP = "SOFTWARE_TOKEN_MFA";

/** `auth.asPerson` asks Cognito as who is logged in. */
export function createSecondFactor(auth) {
  /** Whether a login asks for a code. */
  async function isOn() {
    const person = await auth.asPerson("GetUser");
    return (person.UserMFASettingList ?? []).includes(APP);
  }

  /** Begins to link an app: its key, in groups for people, and as the address that apps open. */
  async function begin(account) {
    const { SecretCode: secret } = await auth.asPerson("AssociateSoftwareToken");
    const uri = `otpauth://totp/callcard:${encodeURIComponent(account)}?secret=${secret}&issuer=callcard`;
    return { secret, uri, shown: secret.match(/.{1,4}/g).join(" ") };
  }

  /** The app's first code proves that it is linked; only then does a login ask for one. */
  async function confirm(code) {
    await auth.asPerson("VerifySoftwareToken", { UserCode: code, FriendlyDeviceName: "callcard" });
    await prefer(true);
  }

  const prefer = (on) => auth.asPerson("SetUserMFAPreference", { SoftwareTokenMfaSettings: { Enabled: on, PreferredMfa: on } });

  return { isOn, begin, confirm, switchOff: () => prefer(false) };
}
