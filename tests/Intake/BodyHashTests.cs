using System.Globalization;
using System.Text;
using Engagement.Events;

namespace Engagement.Tests.Intake;

/// <summary>What makes two events say the same.</summary>
public sealed class BodyHashTests
{
    static readonly DateTimeOffset s_at = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    const string Data = """{"a":1,"b":{"x":[1,2,{"y":"é"}],"c":null},"d":true}""";

    [Theory]
    [InlineData("""{"d":true,"b":{"c":null,"x":[1,2,{"y":"é"}]},"a":1}""")]
    [InlineData("""  { "a" : 1, "b": { "x": [ 1, 2, { "y": "\u00e9" } ], "c": null }, "d": true } """)]
    [InlineData("""{"\u0061":1,"b":{"x":[1,2,{"y":"é"}],"c":null},"d":true}""")]
    public void Order_of_members_white_space_and_escapes_do_not_matter(string same) =>
        Assert.Equal(Hash(Data), Hash(same));

    [Theory]
    [InlineData("""{"a":1,"b":{"x":[2,1,{"y":"é"}],"c":null},"d":true}""")]
    [InlineData("""{"a":"1","b":{"x":[1,2,{"y":"é"}],"c":null},"d":true}""")]
    [InlineData("""{"a":1,"b":{"x":[1,2,{"y":"é"},null],"c":null},"d":true}""")]
    [InlineData("""{"a":1,"b":{"x":[1,2,{"y":"e"}],"c":null},"d":true}""")]
    [InlineData("""{"a":1,"b":{"x":[1,2],"y":"é","c":null},"d":true}""")]
    [InlineData("""{"a":1,"b":{"x":[1,2,{"y":"é"}],"c":null},"d":false}""")]
    [InlineData("{}")]
    public void Another_content_is_another_hash(string other) => Assert.NotEqual(Hash(Data), Hash(other));

    [Fact]
    public void Nothing_can_slip_from_one_place_to_its_neighbour()
    {
        Assert.NotEqual(Hash("""{"a":"b","c":"d"}"""), Hash("""{"a":"bc","":"d"}"""));
        Assert.NotEqual(Hash("""{"a":[1,[2]]}"""), Hash("""{"a":[[1],2]}"""));
        Assert.NotEqual(Hash("""{"a":12}"""), Hash("""{"a":[1,2]}"""));
        Assert.NotEqual(Hash("""{"":{}}"""), Hash("""{"":{"":{}}}"""));
        Assert.NotEqual(
            BodyHash.Of("ab", "c", s_at, "{}"u8),
            BodyHash.Of("a", "bc", s_at, "{}"u8));
    }

    [Fact]
    public void The_instant_counts_and_its_offset_does_not()
    {
        var data = "{}"u8.ToArray();

        Assert.Equal(
            BodyHash.Of("ada", "order.paid", s_at, data),
            BodyHash.Of("ada", "order.paid", s_at.ToOffset(TimeSpan.FromHours(-3)), data));
        Assert.NotEqual(
            BodyHash.Of("ada", "order.paid", s_at, data),
            BodyHash.Of("ada", "order.paid", s_at.AddTicks(1), data));
    }

    [Fact]
    public void Hashes_are_stored_so_no_version_of_them_ever_changes()
    {
        Assert.Equal(
            "e973cc1c3c074effa4006e236886dcdd", First(Data).ToString("x32", CultureInfo.InvariantCulture));
        Assert.Equal(
            "572838f90cd0b64e63c43069da3bcd02", Hash(Data).ToString("x32", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("""{"at":"2026-03-02T17:00:00Z"}""", """{"at":"2026-03-02T18:00:00+01:00"}""")]
    [InlineData("""{"at":"2026-03-02T17:00:00Z"}""", """{"at":"2026-03-02t17:00:00.000z"}""")]
    [InlineData("""{"at":"2026-03-02T17:00:00Z"}""", """{"at":"2026-03-02T18:00:00\u002b01:00"}""")]
    [InlineData("""{"a":null,"b":1}""", """{"b":1}""")]
    [InlineData("""{"b":[{"a":null}]}""", """{"b":[{}]}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":8900}""", """{"a":8900.0}""")]
    [InlineData("""{"a":8900}""", """{"a":8.9e3}""")]
    [InlineData("""{"a":0}""", """{"a":-0.0}""")]
    [InlineData("""{"a":0.1}""", """{"a":1E-1}""")]
    public void Instants_numbers_and_nulls_are_what_they_say_however_they_are_written(string one, string other)
    {
        Assert.Equal(Hash(one), Hash(other));
        Assert.True(Equal(First(one), one));
        Assert.NotEqual(First(one), First(other));
    }

    [Theory]
    [InlineData("""{"a":12}""", """{"a":120}""")]
    [InlineData("""{"a":12}""", """{"a":-12}""")]
    [InlineData("""{"a":1.2}""", """{"a":12}""")]
    [InlineData("""{"a":9007199254740993}""", """{"a":9007199254740992}""")]
    [InlineData("""{"a":[null]}""", """{"a":[]}""")]
    [InlineData("""{"at":"2026-03-02T17:00:00Z"}""", """{"at":"2026-03-02T17:00:01Z"}""")]
    [InlineData("""{"at":"2026-03-02T17:00:00Z"}""", """{"at":"2026-03-02T17:00:00"}""")]
    public void Another_value_is_another_content_however_near_it_is(string one, string other)
    {
        Assert.NotEqual(Hash(one), Hash(other));
        Assert.False(Equal(First(one), other));
    }

    [Fact]
    public void Many_members_in_any_order_are_the_same_and_cost_little()
    {
        // As many as an event can hold; comparing each with each would take seconds.
        var members = Enumerable.Range(0, 6_000).Select(i => $"\"{i}\":{{\"b\":1,\"a\":2}}").ToArray();
        var backwards = members.Reverse().ToArray();

        Assert.Equal(Hash($"{{{string.Join(',', members)}}}"), Hash($"{{{string.Join(',', backwards)}}}"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        BodyHash.Of("ada", "order.paid", s_at, """{"a":1,"b":{"x":[1,2,{"y":"z"}],"c":null},"d":true}"""u8);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400);
    }

    static bool Equal(UInt128 stored, string data) => BodyHash.Equal(
        stored, Hash(data), "ada", "order.paid", s_at, Encoding.UTF8.GetBytes(data));

    static UInt128 First(string data) =>
        BodyHash.Of("ada", "order.paid", s_at, Encoding.UTF8.GetBytes(data), isFirst: true);

    static UInt128 Hash(string data) => BodyHash.Of("ada", "order.paid", s_at, Encoding.UTF8.GetBytes(data));
}
