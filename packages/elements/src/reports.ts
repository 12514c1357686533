// The shop's reports as one script: <script src="…/duka-reports.js" defer></script>. Never part of the buyer's.
import './duka-reports/define.js';
