//! The views: what a person sees and does, on the static site, on the extension's page and in the
//! panel on a GitHub page.
//!
//! # Layout
//! Pure, and tested natively:
//! - [`labels`] words for the API's identifiers
//! - [`notice`] words for everything that goes wrong or is done
//! - [`route`] views to and from addresses
//! - `caret` places in a text
//! - `badge` how many requests there are, in words
//! - [`access_report`] what a check of one's access found
//! - [`offer`] whether a review is offered
//! - [`queue_state`] what is known of the queue of reviews
//! - [`marks`] what the marks on a GitHub page say
//! - [`stop`] where the program stopped, for a diagnosis
//! - [`store`] where what a person set and wrote is kept
//! - [`preferences`] what they can set
//! - [`window`], [`selection`], [`earlier_selection`] and [`columns`] of the inbox's grid: which rows are made, which are
//!   selected, what they show
//! - [`history_store`] where the local history is kept, [`history_words`] what is said of it
//! - [`ledger_words`] what stands behind the figures; [`inbox_links`] where a click on one leads
//! - [`command`] what can be done by keyboard, [`chord`] keys, [`keymap`] which keys run what
//!
//! With a browser:
//! - `lasting` the signals of what outlives the views
//! - `session` what every view needs; `clock`, `drafts`, `request_list`, `review_queue`, `writes`,
//!   `ask`, `press`, `focus`, `typing`, `store_handle`, `kept_preferences`, `kept_selection`, `kept_templates`, `commands`,
//!   `grid_handle`, `history_handle` are its parts; `history_database` alone names IndexedDB;
//!   `keyboard` runs commands by keys
//! - `cover_watch` whether the page covers the panel, `page_marks` the marks on the panel's page, `scope_summary` the figures over the list in it
//! - `app` and `panel` the two shells; `queue_bar`, `command_palette`, `shortcut_help`, `key_hint`
//!   in both
//! - `connect_form`, `unlock_form`, `scope_form`, `settings`, `split_view`, `inbox`, `request_detail` the views;
//!   `token_settings` with `remember_settings`, `access_check`, `history_settings`, `undo_settings`, `template_settings`,
//!   `keyboard_settings` the sections of the settings
//! - `inbox_toolbar`, `search_box`, `query_errors`, `views_menu`, `copy_link`, `column_menu`, `facets`,
//!   `selection_bar`, `bulk_review`, `request_grid`, `request_grid_head`, `request_row`, `request_pager` the inbox's
//!   parts; `inbox_rows` chooses its rows, `saved_views` keeps views, `list_commands` and
//!   `view_commands` are worked by keyboard, `grid_viewport` and `viewport` measure what is in view
//! - `summary` the figures, of which `figures` makes new ones when they change; `summary_state`,
//!   `history_window`, `summary_totals`, `breakdown_chart`, `day_chart`, `response_times`,
//!   `week_pattern` its parts
//! - `ledger_dialog` and `ledger_report` how complete what is shown is, `partial_mark` that it isn't;
//!   `export_dialog` takes it away, by `download`
//! - `request_facts`, `request_hints`, `review_form`, `message_field`, `message_templates`,
//!   `response_history` the detail's parts
//! - `text_field`, `passphrase_fields`, `token_form`, `status_label`, `countdown`, `moment`, `command_keys`, `banner`, `store_notice`, `permission_notice`, `history_notice`,
//!   `clock_notice`, `progress`, `icon` the parts of these; a component, its file, its CSS class and its stylesheet share one name

pub mod access_report;
mod badge;
pub mod caret;
pub mod chord;
pub mod columns;
pub mod command;
pub mod earlier_selection;
pub mod history_store;
pub mod history_words;
pub mod inbox_links;
pub mod keymap;
pub mod labels;
pub mod ledger_words;
pub mod marks;
pub mod notice;
pub mod offer;
pub mod preferences;
pub mod queue_state;
pub mod route;
pub mod selection;
pub mod stop;
pub mod store;
pub mod window;

#[cfg(feature = "browser")]
pub mod access_check;
#[cfg(feature = "browser")]
pub mod app;
#[cfg(feature = "browser")]
mod ask;
#[cfg(feature = "browser")]
pub mod banner;
#[cfg(feature = "browser")]
pub mod breakdown_chart;
#[cfg(feature = "browser")]
pub mod bulk_review;
#[cfg(feature = "browser")]
pub mod clock;
#[cfg(feature = "browser")]
pub mod clock_notice;
#[cfg(feature = "browser")]
pub mod column_menu;
#[cfg(feature = "browser")]
pub mod command_keys;
#[cfg(feature = "browser")]
pub mod command_palette;
#[cfg(feature = "browser")]
pub mod commands;
#[cfg(feature = "browser")]
pub mod connect_form;
#[cfg(feature = "browser")]
pub mod copy_link;
#[cfg(feature = "browser")]
pub mod countdown;
#[cfg(feature = "browser")]
pub mod cover_watch;
#[cfg(feature = "browser")]
pub mod day_chart;
#[cfg(feature = "browser")]
mod download;
#[cfg(feature = "browser")]
pub mod drafts;
#[cfg(feature = "browser")]
pub mod export_dialog;
#[cfg(feature = "browser")]
pub mod facets;
#[cfg(feature = "browser")]
pub mod figures;
#[cfg(feature = "browser")]
mod focus;
#[cfg(feature = "browser")]
pub mod grid_handle;
#[cfg(feature = "browser")]
mod grid_viewport;
#[cfg(feature = "browser")]
pub mod history_database;
#[cfg(feature = "browser")]
pub mod history_handle;
#[cfg(feature = "browser")]
pub mod history_notice;
#[cfg(feature = "browser")]
pub mod history_settings;
#[cfg(feature = "browser")]
pub mod history_window;
#[cfg(feature = "browser")]
pub mod icon;
#[cfg(feature = "browser")]
pub mod inbox;
#[cfg(feature = "browser")]
mod inbox_rows;
#[cfg(feature = "browser")]
pub mod inbox_toolbar;
#[cfg(feature = "browser")]
mod kept_preferences;
#[cfg(feature = "browser")]
pub mod kept_selection;
#[cfg(feature = "browser")]
pub mod kept_templates;
#[cfg(feature = "browser")]
pub mod key_hint;
#[cfg(feature = "browser")]
pub mod keyboard;
#[cfg(feature = "browser")]
pub mod keyboard_settings;
#[cfg(feature = "browser")]
pub mod lasting;
#[cfg(feature = "browser")]
pub mod ledger_dialog;
#[cfg(feature = "browser")]
pub mod ledger_report;
#[cfg(feature = "browser")]
mod list_commands;
#[cfg(feature = "browser")]
pub mod message_field;
#[cfg(feature = "browser")]
pub mod message_templates;
#[cfg(feature = "browser")]
pub mod moment;
#[cfg(feature = "browser")]
mod mount;
#[cfg(feature = "browser")]
mod page_marks;
#[cfg(feature = "browser")]
pub mod panel;
#[cfg(feature = "browser")]
pub mod partial_mark;
#[cfg(feature = "browser")]
#[cfg(feature = "browser")]
pub mod passphrase_fields;
#[cfg(feature = "browser")]
mod permission_notice;
#[cfg(feature = "browser")]
pub mod press;
#[cfg(feature = "browser")]
pub mod progress;
#[cfg(feature = "browser")]
pub mod query_errors;
#[cfg(feature = "browser")]
pub mod queue_bar;
#[cfg(feature = "browser")]
pub mod remember_settings;
#[cfg(feature = "browser")]
pub mod request_detail;
#[cfg(feature = "browser")]
pub mod request_facts;
#[cfg(feature = "browser")]
pub mod request_grid;
#[cfg(feature = "browser")]
pub mod request_grid_head;
#[cfg(feature = "browser")]
pub mod request_hints;
#[cfg(feature = "browser")]
pub mod request_list;
#[cfg(feature = "browser")]
pub mod request_pager;
#[cfg(feature = "browser")]
pub mod request_row;
#[cfg(feature = "browser")]
pub mod response_history;
#[cfg(feature = "browser")]
pub mod response_times;
#[cfg(feature = "browser")]
pub mod review_form;
#[cfg(feature = "browser")]
pub mod review_queue;
#[cfg(feature = "browser")]
pub mod saved_views;
#[cfg(feature = "browser")]
pub mod scope_form;
#[cfg(feature = "browser")]
pub mod scope_summary;
#[cfg(feature = "browser")]
pub mod search_box;
#[cfg(feature = "browser")]
pub mod selection_bar;
#[cfg(feature = "browser")]
pub mod session;
#[cfg(feature = "browser")]
pub mod settings;
#[cfg(feature = "browser")]
pub mod shortcut_help;
#[cfg(feature = "browser")]
pub mod split_view;
#[cfg(feature = "browser")]
pub mod status_label;
#[cfg(feature = "browser")]
pub mod store_handle;
#[cfg(feature = "browser")]
pub mod store_notice;
#[cfg(feature = "browser")]
pub mod summary;
#[cfg(feature = "browser")]
pub mod summary_state;
#[cfg(feature = "browser")]
pub mod summary_totals;
#[cfg(feature = "browser")]
pub mod template_settings;
#[cfg(feature = "browser")]
pub mod text_field;
#[cfg(feature = "browser")]
pub mod token_form;
#[cfg(feature = "browser")]
pub mod token_settings;
#[cfg(feature = "browser")]
mod typing;
#[cfg(feature = "browser")]
pub mod undo_settings;
#[cfg(feature = "browser")]
pub mod unlock_form;
#[cfg(feature = "browser")]
mod view_commands;
#[cfg(feature = "browser")]
mod viewport;
#[cfg(feature = "browser")]
pub mod views_menu;
#[cfg(feature = "browser")]
pub mod week_pattern;
#[cfg(feature = "browser")]
pub mod writes;

#[cfg(feature = "browser")]
pub use kept_preferences::kept_preferences;
#[cfg(feature = "browser")]
pub use mount::{Clients, Surface, mount};
#[cfg(feature = "browser")]
pub use panel::{PanelContext, PanelHandle};
