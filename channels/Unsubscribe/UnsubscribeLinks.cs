using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Engagement.Unsubscribe;

/// <summary>
/// Links that let whoever holds a message ask for no more of its kind, without signing in (RFC 8058). They do not
/// expire: a message may be read years later, and the wish must still count.
/// </summary>
/// <param name="key">Signs the tokens; whoever has it can unsubscribe anybody.</param>
/// <param name="publicUrl">Where customers reach this installation.</param>
public sealed class UnsubscribeLinks(ReadOnlyMemory<byte> key, Uri publicUrl)
{
    // The first release wrote whole keys, which made links too long for a header. What it signed still counts.
    const byte WholeKeys = 1;
    const byte Packed = 2;
    const int IdLength = 16;
    const int SignatureLength = 16;
    const int TokenMax = 4_096;

    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public Uri Link(Unsubscription what) => new(publicUrl, $"/u/{Token(what)}");

    public string Token(Unsubscription what)
    {
        using var body = new MemoryStream();
        body.WriteByte(Packed);
        body.Write(Convert.FromHexString(EffectId.Of(what.Customer, what.Message)));
        foreach (var part in (ReadOnlySpan<string>)
            [what.Customer.Workspace, what.Customer.CustomerId, what.Channel, what.Purpose])
        {
            PackedText.Write(body, part);
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
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(body.Length), Signature(body)))
        {
            return null;
        }

        // Only what we have signed comes this far, so nothing behind here needs to be doubted.
        return body[0] switch
        {
            Packed => OfPacked(body[1..]),
            WholeKeys => OfWholeKeys(body[1..]),
            _ => null,
        };
    }

    // Half of the hash is twice what a guess could ever reach, and keeps the link within a line of a header.
    byte[] Signature(ReadOnlySpan<byte> body) => HMACSHA256.HashData(key.Span, body)[..SignatureLength];

    static Unsubscription OfPacked(ReadOnlySpan<byte> body)
    {
        var id = Convert.ToHexStringLower(body[..IdLength]);
        var rest = body[IdLength..];
        var customer = new CustomerKey(PackedText.Read(ref rest), PackedText.Read(ref rest));
        return new(customer, id, PackedText.Read(ref rest), PackedText.Read(ref rest));
    }

    static Unsubscription OfWholeKeys(ReadOnlySpan<byte> body)
    {
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
/// <param name="Message">The effect's key of the message that held the link; its id, as the link tells it.</param>
public sealed record Unsubscription(CustomerKey Customer, string Message, string Channel, string Purpose);
