//! Gets the user that the token belongs to.
//!
//! `GET /user`. <https://docs.github.com/enterprise-cloud@latest/rest/users/users#get-the-authenticated-user>
//!
//! Permission: any token. Checked 2026-11-22 against description 23.0.2.

use serde::{Deserialize, Serialize};

use super::endpoint::{Endpoint, Method};

/// The token's user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Their login. Without it nothing can be reviewed, so its absence is an error.
    pub login: String,
}

/// The call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GetViewer;

impl Endpoint for GetViewer {
    type Reply = Viewer;
    const OPERATION: &'static str = "users/get-authenticated";
    const METHOD: Method = Method::Get;

    fn path(&self) -> String {
        "/user".to_owned()
    }
}
