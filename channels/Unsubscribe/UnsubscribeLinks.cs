using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Engagement.Customers;

namespace Engagement.Unsubscribe;

/// <summary>
/// Links that let whoever holds a message ask for no more of its kind, without signing in (RFC 8058). They do not
/// expire: a message may be read years later, and the wish must still count.
/// </summary>
/// <param name="key">Signs the tokens; whoever has it can unsubscribe anybody.</param>
/// <param name="publicUrl">Where customers reach this installation.</param>
public sealed class UnsubscribeLinks(ReadOnlyMemory<byte> key, Uri publicUrl)
{
    const byte Format = 1;
    const int SignatureLength = 16;
    const int TokenMax = 4_096;

    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public Uri Link(Unsubscription what) => new(publicUrl, $"/u/{Token(what)}");

    public string Token(Unsubscription what)
    {
        using var body = new MemoryStream();
        body.WriteByte(Format);
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        foreach (var part in (ReadOnlySpan<string>)
            [what.Customer.Workspace, what.Customer.CustomerId, what.MessageKey, what.Channel, what.Purpose])
        {
            var bytes = s_utf8.GetBytes(part);
            BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)bytes.Length));
            body.Write(length);
            body.Write(bytes);
        }

        var signed = body.ToArray();
        return Base64Url.EncodeToString([.. signed, .. Signature(signed)]);
    }

    /// <returns>Null for anything that this installation has not signed.</returns>
    public Unsubscription? Read(string token)
    {
        if (token.Length > TokenMax || !Base64Url.IsValid(token))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= SignatureLength)
        {
            return null;
        }

        var body = bytes.AsSpan(0, bytes.Length - SignatureLength);
        return CryptographicOperations.FixedTimeEquals(bytes.AsSpan(body.Length), Signature(body)) && body[0] == Format
            ? Parts(body[1..])
            : null;
    }

    // Half of the hash is twice what a guess could ever reach, and keeps the link within a line of a header.
    byte[] Signature(ReadOnlySpan<byte> body) => HMACSHA256.HashData(key.Span, body)[..SignatureLength];

    static Unsubscription Parts(ReadOnlySpan<byte> body)
    {
        // Only what we have signed comes this far, so nothing here needs to be doubted.
        var parts = new List<string>();
        while (body.Length > 0)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(body);
            parts.Add(s_utf8.GetString(body.Slice(sizeof(ushort), length)));
            body = body[(sizeof(ushort) + length)..];
        }

        return new(new(parts[0], parts[1]), parts[2], parts[3], parts[4]);
    }
}

/// <summary>Who wants no more of what.</summary>
/// <param name="MessageKey">The effect's key of the message that held the link.</param>
public sealed record Unsubscription(CustomerKey Customer, string MessageKey, string Channel, string Purpose);
