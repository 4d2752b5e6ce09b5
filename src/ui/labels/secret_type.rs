//! Words for secret types.

/// Parts of secret-type identifiers that are not simply capitalised, with how they are written.
const SPELLINGS: &[(&str, &str)] = &[
    ("ai", "AI"),
    ("api", "API"),
    ("aws", "AWS"),
    ("azure", "Azure"),
    ("cli", "CLI"),
    ("db", "DB"),
    ("devops", "DevOps"),
    ("digitalocean", "DigitalOcean"),
    ("dsa", "DSA"),
    ("ec", "EC"),
    ("gcp", "GCP"),
    ("github", "GitHub"),
    ("gitlab", "GitLab"),
    ("gpg", "GPG"),
    ("http", "HTTP"),
    ("https", "HTTPS"),
    ("huggingface", "Hugging Face"),
    ("iam", "IAM"),
    ("iap", "IAP"),
    ("id", "ID"),
    ("io", "IO"),
    ("jwt", "JWT"),
    ("mailchimp", "Mailchimp"),
    ("mongodb", "MongoDB"),
    ("mysql", "MySQL"),
    ("npm", "npm"),
    ("nuget", "NuGet"),
    ("oauth", "OAuth"),
    ("openai", "OpenAI"),
    ("openssh", "OpenSSH"),
    ("openvpn", "OpenVPN"),
    ("pat", "PAT"),
    ("pem", "PEM"),
    ("pgp", "PGP"),
    ("postgresql", "PostgreSQL"),
    ("postgres", "Postgres"),
    ("pypi", "PyPI"),
    ("rsa", "RSA"),
    ("rubygems", "RubyGems"),
    ("s3", "S3"),
    ("sas", "SAS"),
    ("sdk", "SDK"),
    ("sendgrid", "SendGrid"),
    ("sftp", "SFTP"),
    ("smtp", "SMTP"),
    ("sql", "SQL"),
    ("ssh", "SSH"),
    ("ssl", "SSL"),
    ("sso", "SSO"),
    ("tls", "TLS"),
    ("uri", "URI"),
    ("url", "URL"),
    ("v1", "v1"),
    ("v2", "v2"),
    ("v3", "v3"),
    ("vpn", "VPN"),
    ("vpc", "VPC"),
];

/// A secret type in words: `adafruit_io_key` is "Adafruit IO Key".
pub fn secret_type(identifier: &str) -> String {
    let words: Vec<String> = identifier
        .split(['_', '-', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| {
            let lower = part.to_lowercase();
            match SPELLINGS.iter().find(|(plain, _)| *plain == lower) {
                Some((_, spelling)) => (*spelling).to_owned(),
                None => capitalized(part),
            }
        })
        .collect();
    words.join(" ")
}

/// The text with its first letter in upper case.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_type_is_told_in_words() {
        for (identifier, words) in [
            ("adafruit_io_key", "Adafruit IO Key"),
            ("github_personal_access_token", "GitHub Personal Access Token"),
            ("aws_access_key_id", "AWS Access Key ID"),
            ("npm_access_token", "npm Access Token"),
            ("my-custom pattern", "My Custom Pattern"),
            ("élan_key", "Élan Key"),
            ("", ""),
        ] {
            assert_eq!(secret_type(identifier), words);
        }
    }
}
