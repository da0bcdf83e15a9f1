// What every page does. Behaviour hangs on data attributes and delegated events, so swapped content just works.
import "./toast.js";
import "./panel.js";
import "./palette.js";
import "./forms.js";
import "./menus.js";
import "./dialogs.js";
import "./theme.js";
import "./requests.js";
import "./shortcuts.js";
import "./subnav.js";
