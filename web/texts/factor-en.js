/** English texts of the code at login. */
export default {
  "factor.title": "Code at login",
  "factor.asking": "Looking whether a code is needed…",
  "factor.on": "A login needs a code from your app. A stranger with your password stays outside.",
  "factor.off": "A password is enough to log in now. With an app that shows codes, the password alone opens nothing.",
  "factor.link": "Link an app",
  "factor.switchOff": "Ask for no code any more",
  "factor.lead": "Enter this key in the app, then the code that it shows.",
  "factor.copy": "Copy the key",
  "factor.open": "Open in the app",
  "factor.confirm": "Link",
  "factor.isOn": "A login needs a code now",
  "factor.isOff": "No code is needed at login any more",
};
