using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Engagement.Messages;

namespace Engagement.Email;

/// <summary>The relay that e-mail is handed to. Bound from the section "Email".</summary>
public sealed class EmailOptions : IValidatableObject
{
    /// <summary>
    /// The relay's name. Without one, every e-mail is written to a file instead: fit for development only.
    /// </summary>
    public string? Host { get; set => field = Said(value); }

    /// <summary>587 for STARTTLS, 465 for TLS from the start, 25 between machines of one network.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 587;

    /// <summary>
    /// How the connection is protected. There is no "if it can": that is what an attacker would switch off.
    /// </summary>
    [EnumDataType(typeof(EmailSecurity))]
    public EmailSecurity Security { get; set; } = EmailSecurity.StartTls;

    /// <summary>
    /// A PEM file with the authority that the relay's certificate comes from, for a relay with one of its own. Without
    /// it, those that the system trusts. Nothing switches the check off.
    /// </summary>
    public string? Authority { get; set => field = Said(value); }

    public string? UserName { get; set => field = Said(value); }

    public string? Password { get; set => field = Said(value); }

    /// <summary>The sender where a brand kit names none. Its domain makes the Message-IDs.</summary>
    public string? From { get; set => field = Said(value); }

    /// <summary>
    /// Where customers reach this installation from outside, for the links in letters; https, or mail programs offer no
    /// one-click unsubscribe. Without it, the installation's public address, or else the one that is listened on.
    /// </summary>
    public string? PublicUrl { get; set => field = Said(value); }

    /// <summary>Letters a second that the relay bears. Too many, and it puts us off for minutes or for good.</summary>
    [Range(0.01, 10_000)]
    public double PerSecond { get; set; } = 50;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Authority is not null && WhyNoAuthority(Authority) is { } fault)
        {
            yield return new(
                $"Email:Authority names {fault}: '{Authority}'. Set it to the authority's certificate as PEM.");
        }

        if (Host is null)
        {
            yield break;
        }

        if (From is null)
        {
            yield return new("Email:Host is set, but Email:From is not: set it to the address that letters come from.");
        }
        else if (WhyNotAnAddress(From) is { } reason)
        {
            yield return new($"Email:From is not an address to send from: {reason}");
        }

        if (!IsThisMachine(Host) && PublicUrl?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) != true)
        {
            yield return new(
                "Email:Host is set, but Email:PublicUrl is no https address: the links in letters would lead " +
                "nowhere, and nobody could unsubscribe. Set it to where customers reach this installation.");
        }

        if ((UserName is null) != (Password is null))
        {
            yield return new("Email:UserName and Email:Password go together: set both, or neither.");
        }

        if (UserName is not null && Security == EmailSecurity.None && !IsThisMachine(Host))
        {
            yield return new(
                "Email:Security is None, and Email:UserName is set: the password would cross the network in " +
                "the clear. Use StartTls or Tls.");
        }
    }

    static string? WhyNoAuthority(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0 ? null : "a file without a certificate";
        }
        catch (CryptographicException)
        {
            return "a file that is no PEM";
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no file";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "a file that cannot be read";
        }
    }

    static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    // An environment's variable may be there and empty.
    static string? Said(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    static string? WhyNotAnAddress(string address)
    {
        try
        {
            Mailbox.Read(address);
            return null;
        }
        catch (UnsendableException refusal)
        {
            return refusal.Message;
        }
    }
}

public enum EmailSecurity
{
    /// <summary>Nothing: for a relay on this machine.</summary>
    None = 0,

    /// <summary>TLS from the first byte.</summary>
    Tls = 1,

    /// <summary>TLS after a greeting in the clear; a relay that does not offer it gets nothing.</summary>
    StartTls = 2,
}
