using System.Collections.Frozen;

namespace Engagement.Schema;

/// <summary>
/// The currencies of ISO 4217 that have a minor unit, with its exponent; those too that were withdrawn since 2000, as
/// events may be that old. Metals, units of account and codes for tests are none: nobody pays in them.
/// </summary>
public static class Currency
{
    const string Hundredths =
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
        CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
        HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR
        MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK
        SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD
        XCD XCG YER ZAR ZMW ZWG
        AFA ATS AZM BYB CSD CUC CYP DEM EEK FIM FRF GHC GRD GWP HRK IEP LTL LVL MRO MTL MZM NLG PTE ROL SDD SIT SKK
        SLL SRG STD TMM USS VEB VEF XFO YUM ZMK ZWD ZWL ZWN ZWR
        """;

    const string Wholes =
        """
        BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF
        BEF BYR ESP ITL LUF MGF TRL
        """;

    const string Thousandths = "BHD IQD JOD KWD LYD OMR TND";
    const string TenThousandths = "CLF UYW";

    static readonly FrozenDictionary<string, int> s_digits = new[]
        {
            (Hundredths, 2), (Wholes, 0), (Thousandths, 3), (TenThousandths, 4),
        }
        .SelectMany(group => group.Item1.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Select(code => (Code: code, Digits: group.Item2)))
        .ToFrozenDictionary(currency => currency.Code, currency => currency.Digits, StringComparer.Ordinal);

    static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> s_bySpan =
        s_digits.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every code that is a currency, in the order of the alphabet.</summary>
    public static IEnumerable<string> Codes => s_digits.Keys.Order(StringComparer.Ordinal);

    public static bool Knows(ReadOnlySpan<char> code) => s_bySpan.ContainsKey(code);

    /// <summary>
    /// How many decimal places the minor unit takes; two for a code that is none, which is what most have.
    /// </summary>
    public static int Digits(string code) => s_digits.GetValueOrDefault(code, 2);
}
